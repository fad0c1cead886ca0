package io.vitrine.metadefs.namespace.http;

import io.quarkus.security.Authenticated;
import io.vitrine.problem.RequestProblem;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** {@code /v2/schemas/metadefs}. */
@Path("/v2/schemas/metadefs")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
public class SchemaResource {

  @GET
  @Path("{name}")
  public Map<String, Object> show(@PathParam("name") String name) {
    return Schemas.named(name)
        .orElseThrow(() ->
            new RequestProblem.NotFound("There is no schema %s.".formatted(name)).asException());
  }
}
