package io.vitrine.gateway.identity.keycloak;

import io.quarkus.security.identity.SecurityIdentity;
import io.vitrine.gateway.identity.Token;
import io.vitrine.problem.RequestProblem;
import java.util.Objects;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Reads the tokens that Quarkus has verified. */
public final class VerifiedTokens {
  private VerifiedTokens() {}

  /** The token, or {@code Unauthenticated} if the identity comes from something else. */
  public static Token read(SecurityIdentity identity) {
    if (identity.getPrincipal() instanceof JsonWebToken claims) {
      return TokenReader.of(Objects.requireNonNullElse(claims.getRawToken(), ""), claims);
    }
    throw new RequestProblem.Unauthenticated().asException();
  }
}
