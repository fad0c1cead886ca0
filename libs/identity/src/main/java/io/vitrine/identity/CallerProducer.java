package io.vitrine.identity;

import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.problem.RequestProblem;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Turns a verified identity into the {@link Caller} of a request, or refuses it. */
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
    Assignments assignments = TokenClaims.assignments(token);
    return switch (assignments.scope(TokenClaims.scope(token), requestedProject)) {
      case Assignments.Scope.Granted granted ->
          new Caller(TokenClaims.userId(token), granted.projectId(), granted.roles());
      case Assignments.Scope.Denied denied ->
          throw new RequestProblem.Unauthenticated(denied.reason()).asException();
      case Assignments.Scope.Elsewhere elsewhere ->
          throw new RequestProblem.Forbidden(elsewhere.reason()).asException();
    };
  }
}
