package io.vitrine.registry.image.http;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vitrine.identity.CurrentRequest;
import io.vitrine.problem.JsonBody;
import io.vitrine.registry.image.ChangeImage;
import io.vitrine.registry.image.ImagePatch;
import io.vitrine.registry.image.ImagePatch.Operation;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** One tag of an image, named by the path. */
@Path("/v2/images")
@Authenticated
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class TagResource {
  private final CurrentRequest request;
  private final ChangeImage change;

  public TagResource(CurrentRequest request, ChangeImage change) {
    this.request = request;
    this.change = change;
  }

  @PUT
  @Path("/{id}/tags/{tag}")
  public Uni<Response> add(
      @PathParam("id") String id, @Context HttpServerRequest http, @Context HttpHeaders headers) {
    JsonBody.refuse(headers);
    return apply(id, new Operation.AddTag(ImageForm.pathTag(UriText.lastSegment(http))), headers);
  }

  @DELETE
  @Path("/{id}/tags/{tag}")
  public Uni<Response> remove(
      @PathParam("id") String id, @Context HttpServerRequest http, @Context HttpHeaders headers) {
    JsonBody.refuse(headers);
    return apply(
        id, new Operation.RemoveTag(ImageForm.pathTag(UriText.lastSegment(http))), headers);
  }

  private Uni<Response> apply(String id, Operation operation, HttpHeaders headers) {
    return change
        .apply(
            request.caller(),
            ImageForm.pathId(id),
            new ImagePatch(List.of(operation)),
            RecordTag.precondition(headers))
        .map(image -> Response.noContent().header(HttpHeaders.ETAG, RecordTag.of(image)).build());
  }
}
