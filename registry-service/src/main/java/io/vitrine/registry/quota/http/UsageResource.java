package io.vitrine.registry.quota.http;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vitrine.identity.CurrentRequest;
import io.vitrine.registry.quota.Limits;
import io.vitrine.registry.quota.Resource;
import io.vitrine.registry.quota.Usage;
import io.vitrine.registry.quota.Usages;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** {@code /v2/info/usage}: what the caller's project uses and may use. */
@Path("/v2/info/usage")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
public class UsageResource {
  /** As Keystone writes that there is no limit. */
  private static final long UNLIMITED = -1;

  private final CurrentRequest request;
  private final Usages usages;
  private final Limits limits;

  public UsageResource(CurrentRequest request, Usages usages, Limits limits) {
    this.request = request;
    this.usages = usages;
    this.limits = limits;
  }

  @GET
  public Uni<Map<String, Object>> usage() {
    String project = request.caller().projectId();
    return usages.of(project).map(used -> Map.of("usage", json(project, used)));
  }

  private Map<String, Object> json(String project, Usage used) {
    Map<String, Object> json = new LinkedHashMap<>();
    for (Resource resource : Resource.values()) {
      OptionalLong limit = limits.of(project, resource);
      json.put(
          resource.wireName(),
          Map.of(
              "usage",
              used.of(resource) / resource.unit(),
              "limit",
              limit.isPresent() ? limit.getAsLong() / resource.unit() : UNLIMITED));
    }
    return json;
  }
}
