package io.vitrine.registry.importing.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vitrine.problem.JsonBody;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.image.http.ImageForm;
import io.vitrine.registry.importing.AuditStore;
import io.vitrine.registry.platform.InternalCallers;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What whoever looks after the stores asks: whose are these objects, which should there be? */
@Path("/internal/blobs")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
public class InternalBlobResource {
  private static final int MAX_KEYS = 1_000;

  private final InternalCallers callers;
  private final AuditStore stores;

  public InternalBlobResource(InternalCallers callers, AuditStore stores) {
    this.callers = callers;
    this.stores = stores;
  }

  /** An image's data in one store. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record BlobJson(UUID imageId, String key, long size, String osHashValue) {

    static BlobJson of(Image image, String store) {
      StoredData data = image.data().orElseThrow();
      return new BlobJson(
          image.id(), data.in(store).orElseThrow().key(), data.size(), data.osHashValue());
    }
  }

  /** Of {@code {"store": …, "keys": […]}}, the keys that nothing and nobody here has a claim to. */
  @POST
  @Path("/known")
  public Uni<Map<String, List<String>>> known(byte @Nullable [] body) {
    callers.service();
    JsonNode json = JsonBody.object(body);
    JsonNode store = json.path("store");
    JsonNode keys = json.path("keys");
    if (!store.isTextual() || !keys.isArray() || keys.size() > MAX_KEYS) {
      throw JsonBody.malformed("Name a 'store' and at most %d 'keys'.".formatted(MAX_KEYS));
    }
    List<String> names = new ArrayList<>();
    keys.forEach(key -> names.add(key.asText()));
    return stores.unknown(store.textValue(), names).map(unknown -> Map.of("unknown", unknown));
  }

  /** A page of all the data that images have in a store; the next one begins after its last id. */
  @GET
  public Uni<Map<String, List<BlobJson>>> list(
      @QueryParam("store") @DefaultValue("") String store,
      @QueryParam("marker") @Nullable String marker,
      @QueryParam("limit") @DefaultValue("1000") int limit) {
    callers.service();
    return stores
        .stored(
            store,
            Optional.ofNullable(marker).map(ImageForm::pathId),
            Math.clamp(limit, 1, MAX_KEYS))
        .map(images ->
            Map.of("blobs", images.stream().map(image -> BlobJson.of(image, store)).toList()));
  }
}
