package io.vitrine.registry.image.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vitrine.problem.JsonBody;
import io.vitrine.registry.image.ExtendReservation;
import io.vitrine.registry.image.FindUpload;
import io.vitrine.registry.image.GrantUpload;
import io.vitrine.registry.image.GrantUpload.Grant;
import io.vitrine.registry.image.GrantUpload.Purpose;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.ReadImages;
import io.vitrine.registry.image.StoreDirectory;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.image.Upload;
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
import java.util.List;
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
  private final FindUpload uploads;
  private final ReadImages read;
  private final StoreDirectory stores;
  private final UploadRules rules;

  public InternalImageResource(
      InternalCallers callers,
      GrantUpload grant,
      ExtendReservation reservations,
      FindUpload uploads,
      ReadImages read,
      StoreDirectory stores,
      UploadRules rules) {
    this.callers = callers;
    this.grant = grant;
    this.reservations = reservations;
    this.uploads = uploads;
    this.read = read;
    this.stores = stores;
    this.rules = rules;
  }

  /**
   * The answer to a request for an upload.
   *
   * @param state {@code receiving}, or {@code adopted} once its bytes are the image's
   * @param known whether an earlier request for the same has opened it
   */
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
      @Nullable Long announcedSize,
      long maxSize,
      long leaseSeconds,
      String state,
      boolean known) {}

  /** Where the bytes of an image lie; {@code store} and {@code key} are the first of them. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record BlobJson(
      UUID imageId,
      String owner,
      String store,
      String key,
      long size,
      String checksum,
      String osHashAlgo,
      String osHashValue,
      String diskFormat,
      List<Location> locations) {

    /** With {@code locations} in the order in which they are read. */
    static BlobJson of(Image image, StoredData data, List<Location> locations) {
      return new BlobJson(
          image.id(),
          image.owner(),
          locations.getFirst().store(),
          locations.getFirst().key(),
          data.size(),
          data.checksum(),
          data.osHashAlgo(),
          data.osHashValue(),
          data.diskFormat(),
          locations);
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
            Optional.ofNullable(store.textValue()),
            json.path("resumable").asBoolean());
    return callers
        .userBehindService()
        .chain(user -> grant.grant(user, ImageForm.pathId(id), request))
        .map(granted ->
            Response.status(granted.known() ? 200 : 201)
                .entity(json(granted, purpose, false))
                .build());
  }

  private static Purpose purpose(JsonNode purpose) {
    return switch (purpose.asText()) {
      case "UPLOAD" -> Purpose.UPLOAD;
      case "STAGE" -> Purpose.STAGE;
      default -> throw JsonBody.malformed("purpose is UPLOAD or STAGE.");
    };
  }

  /** The grant again, for a client that comes back to its upload. */
  @GET
  @Path("/uploads/{upload}")
  public Uni<GrantJson> upload(@PathParam("id") String id, @PathParam("upload") UUID uploadId) {
    return callers
        .userBehindService()
        .chain(user -> uploads.find(user, ImageForm.pathId(id), uploadId))
        .map(found -> json(found.grant(), found.purpose(), found.adopted()));
  }

  private GrantJson json(Grant granted, Purpose purpose, boolean adopted) {
    Image image = granted.image();
    Upload upload = granted.upload();
    return new GrantJson(
        upload.id(),
        image.id(),
        image.owner(),
        purpose.name(),
        upload.store(),
        upload.key(),
        image.attributes().diskFormat(),
        image.attributes().containerFormat(),
        upload.announcedSize(),
        granted.maxSize(),
        rules.lease(upload.resumable()).toSeconds(),
        adopted ? "adopted" : "receiving",
        granted.known());
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
        .chain(user -> read.downloadable(user, imageId))
        .map(image ->
            image
                .data()
                .map(data ->
                    Response.ok(BlobJson.of(image, data, stores.preferred(data.locations())))
                        .build())
                .orElseGet(() -> Response.noContent().build()));
  }
}
