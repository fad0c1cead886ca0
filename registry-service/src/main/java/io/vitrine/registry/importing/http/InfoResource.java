package io.vitrine.registry.importing.http;

import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/** {@code /v2/info}: what this service can do. */
@Path("/v2/info")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
public class InfoResource {

  @GET
  @Path("/import")
  public Map<String, Object> imports() {
    return Map.of(
        "import-methods",
        Map.of(
            "description", "Import methods available.",
            "type", "array",
            "value", List.of(ImportResource.GLANCE_DIRECT)));
  }
}
