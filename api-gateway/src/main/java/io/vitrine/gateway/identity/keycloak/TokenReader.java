package io.vitrine.gateway.identity.keycloak;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.vitrine.gateway.identity.Token;
import io.vitrine.identity.TokenClaims;
import io.vitrine.identity.TokenScope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;

/** Reads tokens. Their signatures are somebody else's business. */
final class TokenReader {
  /** The word in the scope of a token that was got for another token. */
  static final String RESCOPED = "rescoped";

  private TokenReader() {}

  /** A token that comes straight from Keycloak. */
  static Token read(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("Not a JSON web token");
    }
    byte[] claims = Base64.getUrlDecoder().decode(parts[1]);
    return read(text, new String(claims, StandardCharsets.UTF_8));
  }

  static Token read(String text, String claims) {
    try {
      return of(text, new DefaultJWTCallerPrincipal(JwtClaims.parse(claims)));
    } catch (InvalidJwtException e) {
      throw new IllegalArgumentException("Not a token's claims", e);
    }
  }

  static Token of(String text, JsonWebToken claims) {
    return new Token(
        text,
        Objects.requireNonNullElse(claims.getTokenID(), text),
        TokenClaims.text(claims, "sid"),
        TokenClaims.userId(claims),
        TokenClaims.text(claims, "preferred_username").orElse(""),
        TokenClaims.text(claims, "azp").orElse(""),
        TokenClaims.assignments(claims),
        TokenClaims.scope(claims),
        words(claims).contains(RESCOPED),
        TokenClaims.text(claims, TokenClaims.APPLICATION_CREDENTIAL),
        TokenClaims.text(claims, "default_project"),
        Instant.ofEpochSecond(claims.getIssuedAtTime()),
        Instant.ofEpochSecond(claims.getExpirationTime()));
  }

  private static List<String> words(JsonWebToken claims) {
    return List.of(TokenClaims.text(claims, TokenScope.CLAIM).orElse("").split(" "));
  }
}
