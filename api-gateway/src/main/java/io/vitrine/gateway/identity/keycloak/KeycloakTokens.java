package io.vitrine.gateway.identity.keycloak;

import io.smallrye.mutiny.Uni;
import io.vitrine.gateway.identity.Rechecking;
import io.vitrine.gateway.identity.Token;
import io.vitrine.gateway.identity.TokenOffice;
import io.vitrine.gateway.identity.keycloak.KeycloakHttp.Answer;
import io.vitrine.identity.TokenScope;
import io.vitrine.problem.RequestProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Tokens by the password grant and by standard token exchange (RFC 8693), which keeps the sign-in:
 * the client's longest session is as long as a token lives, so no exchange prolongs anything.
 */
@ApplicationScoped
class KeycloakTokens implements TokenOffice {
  private static final Logger LOG = Logger.getLogger(KeycloakTokens.class);
  private static final String OIDC = "/protocol/openid-connect";

  private final KeycloakHttp http;
  private final KeycloakHttp inspector;
  private final ScopeWords scopes;
  private final KeycloakAdmin admin;

  KeycloakTokens(
      KeycloakHttp http,
      @Rechecking KeycloakHttp inspector,
      KeycloakAdmin admin,
      ScopeWords scopes) {
    this.http = http;
    this.inspector = inspector;
    this.admin = admin;
    this.scopes = scopes;
  }

  @Override
  public Uni<Token> issue(String loginName, String password, TokenScope scope) {
    if (!KeycloakAdmin.isText(loginName) || !KeycloakAdmin.isText(password)) {
      return Uni.createFrom().failure(new RequestProblem.Unauthenticated().asException());
    }
    return grant(
        Map.of("grant_type", "password", "username", loginName, "password", password),
        scope.word());
  }

  @Override
  public Uni<Token> exchange(Token parent, TokenScope scope, boolean rescoped) {
    String words = rescoped ? scope.word() + " " + TokenReader.RESCOPED : scope.word();
    return grant(
        Map.of(
            "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
            "subject_token_type", "urn:ietf:params:oauth:token-type:access_token",
            "subject_token", parent.text()),
        words);
  }

  private Uni<Token> grant(Map<String, String> fields, String words) {
    return ask(fields, words)
        .chain(answer ->
            error(answer).equals("invalid_scope")
                ? scopes.create(words).chain(() -> ask(fields, words))
                : Uni.createFrom().item(answer))
        .map(KeycloakTokens::tokenIn);
  }

  private Uni<Answer> ask(Map<String, String> fields, String words) {
    Map<String, String> form = new HashMap<>(fields);
    if (!words.isEmpty()) {
      form.put("scope", words);
    }
    return http.form(OIDC + "/token", form);
  }

  private static Token tokenIn(Answer answer) {
    if (answer.isSuccess()) {
      return understood(() -> TokenReader.read(answer.object().getString("access_token", "")));
    }
    switch (error(answer)) {
      case "invalid_grant", "invalid_token", "invalid_request", "access_denied" ->
          throw new RequestProblem.Unauthenticated().asException();
      default -> {
        LOG.errorf("Keycloak refuses our client: %d %s", answer.status(), error(answer));
        throw KeycloakHttp.unavailable();
      }
    }
  }

  private static String error(Answer answer) {
    return answer.isSuccess() ? "" : answer.object().getString("error", "");
  }

  @Override
  public Uni<Optional<Token>> inspect(String token) {
    return inspector
        .form(OIDC + "/token/introspect", Map.of("token", token))
        .map(answer -> {
          if (!answer.isSuccess()) {
            LOG.errorf("Keycloak does not let us inspect tokens: %d", answer.status());
            throw KeycloakHttp.unavailable();
          }
          return isActive(answer)
              ? Optional.of(understood(() -> TokenReader.read(token, answer.body())))
              : Optional.empty();
        });
  }

  private static boolean isActive(Answer answer) {
    if (answer.object().getValue("active") instanceof Boolean active) {
      return active;
    }
    throw Answer.misunderstood();
  }

  private static Token understood(Supplier<Token> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      LOG.errorf("Keycloak's token cannot be read: %s", e.getMessage());
      throw KeycloakHttp.unavailable();
    }
  }

  /** Keycloak lets a client revoke its own tokens only; those of others end with their session. */
  @Override
  public Uni<Void> revoke(Token token) {
    return http.form(OIDC + "/revoke", Map.of("token", token.text()))
        .chain(answer ->
            answer.isSuccess()
                ? Uni.createFrom().voidItem()
                : token
                    .sessionId()
                    .map(id -> admin.delete(KeycloakAdmin.path("/sessions/%s", id)))
                    .orElseThrow(KeycloakHttp::unavailable));
  }
}
