package io.vitrine.registry.image.http;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vitrine.identity.CurrentRequest;
import io.vitrine.problem.JsonBody;
import io.vitrine.registry.image.RemoveFromStore;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** An image in one of its stores. */
@Path("/v2/stores/{store}/{id}")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
public class StoreResource {
  private final CurrentRequest request;
  private final RemoveFromStore images;

  public StoreResource(CurrentRequest request, RemoveFromStore images) {
    this.request = request;
    this.images = images;
  }

  @DELETE
  public Uni<Response> remove(
      @PathParam("store") String store, @PathParam("id") String id, @Context HttpHeaders headers) {
    JsonBody.refuse(headers);
    return images
        .remove(request.caller(), ImageForm.pathId(id), store)
        .map(removed -> Response.noContent().build());
  }
}
