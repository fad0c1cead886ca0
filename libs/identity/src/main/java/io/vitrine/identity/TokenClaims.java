package io.vitrine.identity;

import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** What Vitrine reads in a verified token. */
public final class TokenClaims {
  /** The user an application credential acts for; Keycloak's own subject is the credential. */
  public static final String OWNER = "owner";

  /** The id of the application credential that got the token. */
  public static final String APPLICATION_CREDENTIAL = "application_credential";

  private TokenClaims() {}

  public static Assignments assignments(JsonWebToken token) {
    return Assignments.of(groupPaths(token.getClaim(Assignments.CLAIM)));
  }

  public static TokenScope scope(JsonWebToken token) {
    return TokenScope.of(text(token, TokenScope.CLAIM).orElse(null));
  }

  /** The user's id; for an application credential, its owner's. */
  public static String userId(JsonWebToken token) {
    return text(token, APPLICATION_CREDENTIAL)
        .flatMap(credential -> text(token, OWNER))
        .orElseGet(() -> Objects.requireNonNullElse(token.getSubject(), ""));
  }

  public static Optional<String> text(JsonWebToken token, String claim) {
    Object value = token.getClaim(claim);
    return switch (value) {
      case String text -> Optional.of(text);
      case JsonString text -> Optional.of(text.getString());
      case null, default -> Optional.empty();
    };
  }

  private static Collection<String> groupPaths(@Nullable Object claim) {
    return switch (claim) {
      case JsonArray array ->
          array.getValuesAs(
              value -> value instanceof JsonString text ? text.getString() : value.toString());
      case Collection<?> values -> values.stream().map(String::valueOf).toList();
      case null, default -> List.of();
    };
  }
}
