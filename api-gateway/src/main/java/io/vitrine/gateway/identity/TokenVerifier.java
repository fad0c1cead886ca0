package io.vitrine.gateway.identity;

import io.smallrye.mutiny.Uni;

/** Reads tokens by their signature, without a call. */
public interface TokenVerifier {

  /** Fails with {@code Unauthenticated} unless this realm has signed it for us and it has time. */
  Uni<Token> verify(String token);
}
