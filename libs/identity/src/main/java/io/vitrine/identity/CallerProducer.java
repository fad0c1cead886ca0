package io.vitrine.identity;

import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.problem.RequestProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import java.util.Collection;
import java.util.List;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Turns a verified identity into the {@link Caller} of a request, or refuses it with a 401. */
@ApplicationScoped
public class CallerProducer {
  private static final String PROJECT_HEADER = "X-Project-Id";

  public Caller callerOf(SecurityIdentity identity, RoutingContext request) {
    return callerOf(identity, request.request().getHeader(PROJECT_HEADER));
  }

  public Caller callerOf(SecurityIdentity identity, @Nullable String requestedProject) {
    if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
      throw new RequestProblem.Unauthenticated().asException();
    }
    return switch (Assignments.of(groupPaths(token)).scope(requestedProject)) {
      case Assignments.Scope.Granted granted ->
          new Caller(token.getSubject(), granted.projectId(), granted.roles());
      case Assignments.Scope.Denied denied ->
          throw new RequestProblem.Unauthenticated(denied.reason()).asException();
    };
  }

  private static Collection<String> groupPaths(JsonWebToken token) {
    Object claim = token.getClaim(Assignments.CLAIM);
    return switch (claim) {
      case JsonArray array ->
          array.getValuesAs(
              value -> value instanceof JsonString text ? text.getString() : value.toString());
      case Collection<?> values -> values.stream().map(String::valueOf).toList();
      case null, default -> List.of();
    };
  }
}
