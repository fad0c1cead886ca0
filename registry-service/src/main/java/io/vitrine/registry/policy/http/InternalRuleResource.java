package io.vitrine.registry.policy.http;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vitrine.problem.RequestProblem;
import io.vitrine.registry.platform.InternalCallers;
import io.vitrine.registry.policy.Policy;
import io.vitrine.registry.policy.Rule;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;

/** Whether a user may do what no image is needed for. */
@Path("/internal/rules/{rule}")
@Authenticated
public class InternalRuleResource {
  private final InternalCallers callers;
  private final Policy policy;

  public InternalRuleResource(InternalCallers callers, Policy policy) {
    this.callers = callers;
    this.policy = policy;
  }

  /** 204 if so, 403 if not, 404 if there is no such rule. */
  @GET
  public Uni<Response> ask(@PathParam("rule") String name) {
    return callers
        .userBehindService()
        .map(user -> {
          policy.require(rule(name), user);
          return Response.noContent().build();
        });
  }

  private static Rule rule(String name) {
    return Arrays.stream(Rule.values())
        .filter(rule -> rule.id().equals(name))
        .findAny()
        .orElseThrow(
            () -> new RequestProblem.NotFound("There is no rule " + name + ".").asException());
  }
}
