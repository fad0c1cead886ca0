package io.vitrine.registry.image.http;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vitrine.identity.CurrentRequest;
import io.vitrine.problem.JsonBody;
import io.vitrine.registry.image.DeactivateImage;
import io.vitrine.registry.image.DeleteImage;
import io.vitrine.registry.image.Image;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What can be done to an image beside changing its record. */
@Path("/v2/images")
@Authenticated
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class ActionResource {
  private final CurrentRequest request;
  private final DeactivateImage images;
  private final DeleteImage deletion;

  public ActionResource(CurrentRequest request, DeactivateImage images, DeleteImage deletion) {
    this.request = request;
    this.images = images;
    this.deletion = deletion;
  }

  @POST
  @Path("/{id}/actions/deactivate")
  public Uni<Response> deactivate(@PathParam("id") String id, @Context HttpHeaders headers) {
    JsonBody.refuse(headers);
    return images
        .deactivate(request.caller(), ImageForm.pathId(id), RecordTag.precondition(headers))
        .map(ActionResource::done);
  }

  @POST
  @Path("/{id}/actions/reactivate")
  public Uni<Response> reactivate(@PathParam("id") String id, @Context HttpHeaders headers) {
    JsonBody.refuse(headers);
    return images
        .reactivate(request.caller(), ImageForm.pathId(id), RecordTag.precondition(headers))
        .map(ActionResource::done);
  }

  @POST
  @Path("/{id}/actions/restore")
  public Uni<Response> restore(@PathParam("id") String id, @Context HttpHeaders headers) {
    JsonBody.refuse(headers);
    return deletion.restore(request.caller(), ImageForm.pathId(id)).map(ActionResource::done);
  }

  private static Response done(Image image) {
    return Response.noContent().header(HttpHeaders.ETAG, RecordTag.of(image)).build();
  }
}
