package io.vitrine.gateway.identity.keycloak;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.TenantIdentityProvider;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.vitrine.gateway.identity.Token;
import io.vitrine.gateway.identity.TokenVerifier;
import io.vitrine.problem.RequestProblem;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Verifies by the realm's keys, which Quarkus fetches and renews. */
@ApplicationScoped
class OidcTokenVerifier implements TokenVerifier {
  private static final Logger LOG = Logger.getLogger(OidcTokenVerifier.class);

  private final TenantIdentityProvider provider;

  OidcTokenVerifier(TenantIdentityProvider provider) {
    this.provider = provider;
  }

  @Override
  public Uni<Token> verify(String token) {
    return Uni.createFrom()
        .deferred(() -> provider.authenticate(new AccessTokenCredential(token)))
        .onFailure()
        .transform(OidcTokenVerifier::refusal)
        .map(VerifiedTokens::read);
  }

  private static Throwable refusal(Throwable failure) {
    if (failure instanceof AuthenticationFailedException) {
      return new RequestProblem.Unauthenticated().asException();
    }
    LOG.warnf("Tokens cannot be verified: %s", failure);
    return KeycloakHttp.unavailable();
  }
}
