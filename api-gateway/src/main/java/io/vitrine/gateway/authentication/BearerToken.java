package io.vitrine.gateway.authentication;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A token as it was sent, and what it says of itself if it is a JWT. Nothing of that is believed:
 * it only says who can tell whether it is true.
 */
record BearerToken(String text) {
  private static final String SCHEME = "Bearer ";
  private static final JsonObject NONE = new JsonObject();

  @Override
  public String toString() {
    return "BearerToken[]";
  }

  /** The user's token; OpenStack's header has become the standard one before. */
  static Optional<BearerToken> in(HttpServerRequest request) {
    return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
        .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(header -> header.substring(SCHEME.length()).strip())
        .filter(text -> !text.isEmpty())
        .map(BearerToken::new);
  }

  /** Read when asked for: most requests carry a token that only the realm has to judge. */
  JsonObject claims() {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 3) {
      return NONE;
    }
    try {
      byte[] payload = Base64.getUrlDecoder().decode(parts[1]);
      // Not by the constructor, which makes an object that holds nothing of the text "null".
      return Json.decodeValue(new String(payload, StandardCharsets.UTF_8))
              instanceof JsonObject claims
          ? claims
          : NONE;
    } catch (IllegalArgumentException | DecodeException e) {
      return NONE;
    }
  }

  /** Keystone's tokens, JWTs included, name no issuer; an OpenID provider's always do. */
  boolean namesIssuer() {
    return claims().containsKey("iss");
  }

  boolean endsBefore(Instant moment) {
    return claims().getValue("exp") instanceof Number end
        && end.longValue() < moment.getEpochSecond();
  }
}
