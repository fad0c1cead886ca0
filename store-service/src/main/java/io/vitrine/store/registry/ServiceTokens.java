package io.vitrine.store.registry;

import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.runtime.TokensHelper;
import jakarta.enterprise.context.ApplicationScoped;
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
  String accessToken() {
    return tokens.getTokens(client).await().atMost(PATIENCE).getAccessToken();
  }
}
