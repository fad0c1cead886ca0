package io.vitrine.servicetoken;

import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.Tokens;
import io.smallrye.mutiny.Uni;
import java.util.Map;

/** Gives tokens, each another one. */
public final class FakeKeycloak implements OidcClient {
  private int given;
  private boolean failing;

  public void failNext() {
    failing = true;
  }

  @Override
  public Uni<Tokens> getTokens(Map<String, String> parameters) {
    if (failing) {
      failing = false;
      return Uni.createFrom().failure(new IllegalStateException("told to fail"));
    }
    return Uni.createFrom()
        .item(() -> new Tokens("token-" + ++given, Long.MAX_VALUE, null, null, null, null, "me"));
  }

  @Override
  public Uni<Tokens> refreshTokens(String token, Map<String, String> parameters) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Uni<Boolean> revokeAccessToken(String token, Map<String, String> parameters) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
