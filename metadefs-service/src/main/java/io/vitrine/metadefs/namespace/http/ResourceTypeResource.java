package io.vitrine.metadefs.namespace.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vitrine.identity.CurrentRequest;
import io.vitrine.metadefs.namespace.ListResourceTypes;
import io.vitrine.metadefs.namespace.ResourceType;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/** {@code /v2/metadefs/resource_types}. */
@Path("/v2/metadefs/resource_types")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
public class ResourceTypeResource {
  private final ListResourceTypes listResourceTypes;
  private final CurrentRequest request;

  public ResourceTypeResource(ListResourceTypes listResourceTypes, CurrentRequest request) {
    this.listResourceTypes = listResourceTypes;
    this.request = request;
  }

  @GET
  public Uni<Map<String, List<ResourceTypeJson>>> list() {
    return listResourceTypes
        .list(request.caller())
        .map(
            types -> Map.of("resource_types", types.stream().map(ResourceTypeJson::from).toList()));
  }

  record ResourceTypeJson(
      String name,
      @JsonProperty("created_at") String createdAt,
      @JsonProperty("updated_at") String updatedAt) {

    static ResourceTypeJson from(ResourceType type) {
      return new ResourceTypeJson(
          type.name(), TimeText.of(type.createdAt()), TimeText.of(type.updatedAt()));
    }
  }
}
