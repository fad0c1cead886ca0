package io.vitrine.registry.image.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vitrine.problem.JsonBody;
import io.vitrine.registry.image.ExtendReservation;
import io.vitrine.registry.image.GrantUpload;
import io.vitrine.registry.image.GrantUpload.Grant;
import io.vitrine.registry.image.GrantUpload.Purpose;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ReadImages;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.image.UploadRules;
import io.vitrine.registry.platform.InternalCallers;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the store-service asks while a user waits: may these bytes come, where are those? */
@Path("/internal/images/{id}")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
public class InternalImageResource {
  private final InternalCallers callers;
  private final GrantUpload grant;
  private final ExtendReservation reservations;
  private final ReadImages read;
  private final UploadRules rules;

  public InternalImageResource(
      InternalCallers callers,
      GrantUpload grant,
      ExtendReservation reservations,
      ReadImages read,
      UploadRules rules) {
    this.callers = callers;
    this.grant = grant;
    this.reservations = reservations;
    this.read = read;
    this.rules = rules;
  }

  /** The answer to a request for an upload. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record GrantJson(
      UUID uploadId,
      UUID imageId,
      String projectId,
      String purpose,
      String store,
      String key,
      @Nullable String diskFormat,
      @Nullable String containerFormat,
      long maxSize,
      long leaseSeconds) {}

  /** Where the bytes of an image lie. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record LocationJson(
      UUID imageId,
      String store,
      String key,
      long size,
      String checksum,
      String osHashAlgo,
      String osHashValue,
      String diskFormat) {

    static LocationJson of(UUID imageId, StoredData data) {
      return new LocationJson(
          imageId,
          data.store(),
          data.key(),
          data.size(),
          data.checksum(),
          data.osHashAlgo(),
          data.osHashValue(),
          data.diskFormat());
    }
  }

  @POST
  @Path("/uploads")
  public Uni<Response> upload(@PathParam("id") String id, byte @Nullable [] body) {
    JsonNode json = JsonBody.object(body);
    Purpose purpose = purpose(json.path("purpose"));
    JsonNode size = json.path("announced_size");
    JsonNode store = json.path("store");
    GrantUpload.Request request =
        new GrantUpload.Request(
            purpose,
            size.isIntegralNumber() ? Optional.of(size.longValue()) : Optional.empty(),
            Optional.ofNullable(store.textValue()));
    return callers
        .userBehindService()
        .chain(user -> grant.grant(user, ImageForm.pathId(id), request))
        .map(granted -> Response.status(201).entity(json(granted, purpose)).build());
  }

  private static Purpose purpose(JsonNode purpose) {
    return switch (purpose.asText()) {
      case "UPLOAD" -> Purpose.UPLOAD;
      case "STAGE" -> Purpose.STAGE;
      default -> throw JsonBody.malformed("purpose is UPLOAD or STAGE.");
    };
  }

  private GrantJson json(Grant granted, Purpose purpose) {
    Image image = granted.image();
    return new GrantJson(
        granted.upload().id(),
        image.id(),
        image.owner(),
        purpose.name(),
        granted.upload().store(),
        granted.upload().key(),
        image.attributes().diskFormat(),
        image.attributes().containerFormat(),
        granted.maxSize(),
        rules.uploadLease().toSeconds());
  }

  /** More bytes for an upload or an import task; answers how many it may have in all. */
  @POST
  @Path("/reservations/{holder}")
  public Uni<Map<String, Long>> extend(
      @PathParam("id") UUID imageId, @PathParam("holder") UUID holder) {
    callers.service();
    return reservations.extend(imageId, holder).map(bytes -> Map.of("max_size", bytes));
  }

  /** Whether an upload that has stored something has not been in vain. */
  @GET
  @Path("/adoption")
  public Uni<Map<String, Boolean>> adoption(
      @PathParam("id") UUID imageId, @QueryParam("key") @DefaultValue("") String key) {
    callers.service();
    return read.hasAdopted(imageId, key).map(adopted -> Map.of("adopted", adopted));
  }

  @GET
  @Path("/blob")
  public Uni<Response> blob(@PathParam("id") String id) {
    UUID imageId = ImageForm.pathId(id);
    return callers
        .userBehindService()
        .chain(user -> read.locate(user, imageId))
        .map(found ->
            found
                .map(data -> Response.ok(LocationJson.of(imageId, data)).build())
                .orElseGet(() -> Response.noContent().build()));
  }
}
