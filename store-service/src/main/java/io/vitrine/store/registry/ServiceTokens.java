package io.vitrine.store.registry;

import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.runtime.TokensHelper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;

/** This service's own access token, asked for again when it is about to run out. */
@ApplicationScoped
class ServiceTokens {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final OidcClient client;
  private final TokensHelper tokens = new TokensHelper();

  ServiceTokens(OidcClient client) {
    this.client = client;
  }

  /** Blocks. */
  String accessToken() throws IOException {
    try {
      return tokens.getTokens(client).await().atMost(PATIENCE).getAccessToken();
    } catch (RuntimeException e) {
      throw new IOException("Keycloak gives no token: " + e.getMessage(), e);
    }
  }
}
