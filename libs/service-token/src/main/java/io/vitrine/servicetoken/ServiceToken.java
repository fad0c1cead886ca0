package io.vitrine.servicetoken;

import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.runtime.TokensHelper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;

/** A service's own token, fetched when it is needed and again shortly before it expires. */
@ApplicationScoped
public class ServiceToken {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final OidcClient keycloak;
  private volatile TokensHelper tokens = new TokensHelper();

  public ServiceToken(OidcClient keycloak) {
    this.keycloak = keycloak;
  }

  /** Blocks. */
  public String get() throws IOException {
    try {
      return tokens.getTokens(keycloak).await().atMost(PATIENCE).getAccessToken();
    } catch (RuntimeException e) {
      throw new IOException("Keycloak gives no token: " + e.getMessage(), e);
    }
  }

  /** Whatever has been fetched is not good any more, though it has not expired. */
  public void forget() {
    tokens = new TokensHelper();
  }
}
