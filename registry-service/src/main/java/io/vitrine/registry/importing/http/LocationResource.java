package io.vitrine.registry.importing.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vitrine.identity.CurrentRequest;
import io.vitrine.problem.JsonBody;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.ReadImages;
import io.vitrine.registry.image.StoreDirectory;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.image.http.ImageForm;
import io.vitrine.registry.importing.AddLocation;
import io.vitrine.registry.importing.ExpectedDigest;
import io.vitrine.registry.platform.InternalCallers;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where the bytes of an image come from, and where they are. */
@Path("/v2/images")
@Authenticated
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class LocationResource {
  private final CurrentRequest request;
  private final InternalCallers callers;
  private final AddLocation locations;
  private final ReadImages images;
  private final StoreDirectory stores;

  public LocationResource(
      CurrentRequest request,
      InternalCallers callers,
      AddLocation locations,
      ReadImages images,
      StoreDirectory stores) {
    this.request = request;
    this.callers = callers;
    this.locations = locations;
    this.images = images;
    this.stores = stores;
  }

  @POST
  @Path("/{id}/locations")
  public Uni<Response> add(@PathParam("id") String id, byte @Nullable [] body) {
    JsonNode json = JsonBody.object(body);
    JsonNode url = json.path("url");
    if (!url.isTextual()) {
      throw JsonBody.malformed("A location has a 'url', which is a string.");
    }
    Optional<ExpectedDigest> expected = ValidationData.of(json);
    UUID imageId = ImageForm.pathId(id);
    return callers
        .withRoleOfService()
        .chain(caller -> locations.add(caller, imageId, url.textValue(), expected, request.id()))
        .map(task -> Response.accepted().build());
  }

  @GET
  @Path("/{id}/locations")
  public Uni<List<Map<String, Object>>> list(@PathParam("id") String id) {
    UUID imageId = ImageForm.pathId(id);
    return callers
        .withRoleOfService()
        .chain(caller -> images.location(caller, imageId))
        .map(found ->
            found.map(StoredData::locations).map(stores::preferred).orElse(List.of()).stream()
                .map(LocationResource::json)
                .toList());
  }

  private static Map<String, Object> json(Location location) {
    return Map.of(
        "url",
        "s3://%s/%s".formatted(location.store(), location.key()),
        "metadata",
        Map.of("store", location.store()));
  }
}
