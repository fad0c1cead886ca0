package io.vitrine.registry.platform;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.TenantIdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Assignments;
import io.vitrine.identity.Caller;
import io.vitrine.identity.CurrentRequest;
import io.vitrine.identity.Role;
import io.vitrine.identity.TokenClaims;
import io.vitrine.problem.RequestProblem;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Services among the callers: in their own name, or for a user. The internal API is for them alone,
 * and a user's token is not enough there, even if it reaches this port.
 */
@RequestScoped
public class InternalCallers {
  public static final String SERVICE_TOKEN = "X-Service-Token";

  private final CurrentRequest request;
  private final TenantIdentityProvider tokens;
  private final HttpHeaders headers;

  InternalCallers(CurrentRequest request, TenantIdentityProvider tokens, HttpHeaders headers) {
    this.request = request;
    this.tokens = tokens;
    this.headers = headers;
  }

  /** The service that calls in its own name; a cloud's service users come through the gateway. */
  public Caller service() {
    if (request.isVouched()) {
      throw notAService();
    }
    return requireService(request.caller());
  }

  /** The user for whom a service calls. */
  public Uni<Caller> userBehindService() {
    @Nullable String serviceToken = headers.getHeaderString(SERVICE_TOKEN);
    if (serviceToken == null) {
      throw new RequestProblem.Forbidden("This call needs a service's token.").asException();
    }
    Caller user = request.caller();
    return verified(serviceToken)
        .map(holder -> {
          if (!isService(holder)) {
            throw notAService();
          }
          return user;
        });
  }

  /** Whoever calls the Image API; a service that does so for a user lends its role. */
  public Uni<Caller> withRoleOfService() {
    Caller caller = request.caller();
    @Nullable String serviceToken = headers.getHeaderString(SERVICE_TOKEN);
    return serviceToken == null
        ? Uni.createFrom().item(caller)
        : verified(serviceToken)
            .map(holder -> isService(holder) ? caller.with(Role.SERVICE) : caller);
  }

  private Uni<SecurityIdentity> verified(String serviceToken) {
    return tokens
        .authenticate(new AccessTokenCredential(serviceToken))
        .onFailure()
        .transform(e -> new RequestProblem.Unauthenticated().asException());
  }

  /** A token that names no one project is genuine, and no service's. */
  static boolean isService(SecurityIdentity holder) {
    return holder.getPrincipal() instanceof JsonWebToken token
        && TokenClaims.assignments(token).scope(TokenClaims.scope(token), null)
            instanceof Assignments.Scope.Granted granted
        && granted.roles().contains(Role.SERVICE);
  }

  private static Caller requireService(Caller caller) {
    if (!caller.has(Role.SERVICE)) {
      throw notAService();
    }
    return caller;
  }

  private static RuntimeException notAService() {
    return new RequestProblem.Forbidden("This call is for services.").asException();
  }
}
