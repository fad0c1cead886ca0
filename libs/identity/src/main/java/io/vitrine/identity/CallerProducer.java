package io.vitrine.identity;

import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.problem.RequestProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Turns a verified identity into the {@link Caller} of a request, or refuses it. */
@ApplicationScoped
public class CallerProducer {
  private static final String PROJECT_HEADER = "X-Project-Id";
  private static final Pattern IMAGE = Pattern.compile("/v2/images/([^/]+).*");

  public Caller callerOf(SecurityIdentity identity, RoutingContext request) {
    if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
      throw new RequestProblem.Unauthenticated().asException();
    }
    Assignments assignments = TokenClaims.assignments(token);
    @Nullable String project = request.request().getHeader(PROJECT_HEADER);
    return switch (assignments.scope(TokenClaims.scope(token), project)) {
      case Assignments.Scope.Granted granted ->
          new Caller(TokenClaims.userId(token), granted.projectId(), granted.roles());
      case Assignments.Scope.Denied denied ->
          throw new RequestProblem.Unauthenticated(denied.reason()).asException();
      case Assignments.Scope.Elsewhere elsewhere ->
          throw refusal(elsewhere, request.normalizedPath()).asException();
    };
  }

  /** To who can see no image at all, as to all who cannot see one, there is none. */
  static RequestProblem refusal(Assignments.Scope.Elsewhere scope, String path) {
    Matcher image = IMAGE.matcher(path);
    return image.matches()
        ? new RequestProblem.NotFound("No image found with ID " + image.group(1))
        : new RequestProblem.Forbidden(scope.reason());
  }
}
