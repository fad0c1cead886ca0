package io.vitrine.gateway.identity.keycloak;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vitrine.gateway.identity.keycloak.KeycloakHttp.Answer;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** Keycloak's admin API, called as the service account of our client. */
@ApplicationScoped
class KeycloakAdmin {
  private static final Logger LOG = Logger.getLogger(KeycloakAdmin.class);
  private static final String TOKEN = "/protocol/openid-connect/token";

  /** A token is renewed so long before it ends. */
  private static final long MARGIN_SECONDS = 30;

  private final KeycloakHttp http;
  private final Clock clock;
  private final String base;
  private final AtomicReference<OwnToken> own = new AtomicReference<>(OwnToken.NONE);

  KeycloakAdmin(KeycloakHttp http, Clock clock) {
    this.http = http;
    this.clock = clock;
    this.base = http.realm().replaceFirst("/realms/", "/admin/realms/");
  }

  private record OwnToken(String text, Instant until) {
    private static final OwnToken NONE = new OwnToken("", Instant.EPOCH);

    @Override
    public String toString() {
      return "OwnToken[until=" + until + "]";
    }
  }

  /** The path of something below the realm, its parts encoded. */
  static String path(String pattern, Object... parts) {
    String[] encoded = new String[parts.length];
    for (int i = 0; i < parts.length; i++) {
      encoded[i] =
          URLEncoder.encode(parts[i].toString(), StandardCharsets.UTF_8).replace("+", "%20");
    }
    return pattern.formatted((Object[]) encoded);
  }

  /** The search for those whose attribute has this value. */
  static String attribute(String name, String value) {
    return name + ":\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** Keycloak's database cannot hold NUL; it answers 500 to who asks for it. */
  static boolean isText(String value) {
    return value.indexOf('\0') < 0;
  }

  Uni<Answer> get(String path) {
    return call(HttpMethod.GET, path, Optional.empty());
  }

  Uni<Answer> post(String path, JsonObject body) {
    return call(HttpMethod.POST, path, Optional.of(body));
  }

  /** Done when this completes, whoever did it: two that do the same at once may get a conflict. */
  Uni<Void> put(String path) {
    return call(HttpMethod.PUT, path, Optional.empty())
        .invoke(answer -> require(answer.isSuccess() || answer.status() == 409, answer))
        .replaceWithVoid();
  }

  /** Gone when this completes, whoever did it. */
  Uni<Void> delete(String path) {
    return call(HttpMethod.DELETE, path, Optional.empty())
        .invoke(answer -> require(answer.isSuccess() || answer.status() == 404, answer))
        .replaceWithVoid();
  }

  private static void require(boolean done, Answer answer) {
    if (!done) {
      LOG.warnf("Keycloak did not make a change: %d", answer.status());
      throw KeycloakHttp.unavailable();
    }
  }

  private Uni<Answer> call(HttpMethod method, String path, Optional<JsonObject> body) {
    return once(method, path, body)
        .chain(answer -> {
          if (answer.status() != 401) {
            return Uni.createFrom().item(answer);
          }
          // Revoked, or signed by a key that is gone: a new one once.
          own.set(OwnToken.NONE);
          return once(method, path, body);
        })
        .invoke(answer -> {
          if (answer.status() == 401 || answer.status() == 403) {
            LOG.errorf(
                "Keycloak refuses %s %s (%d): does the client's service account have its roles of"
                    + " realm-management?",
                method, path.replaceFirst("\\?.*", ""), answer.status());
            throw KeycloakHttp.unavailable();
          }
        });
  }

  private Uni<Answer> once(HttpMethod method, String path, Optional<JsonObject> body) {
    return ownToken().chain(token -> http.json(method, base + path, token, body));
  }

  private Uni<String> ownToken() {
    OwnToken known = own.get();
    return clock.instant().isBefore(known.until())
        ? Uni.createFrom().item(known.text())
        : http.form(TOKEN, Map.of("grant_type", "client_credentials")).map(this::keep);
  }

  private String keep(Answer answer) {
    if (!answer.isSuccess()) {
      LOG.errorf(
          "Keycloak refuses our client (%d): is vitrine.identity.client-secret right?",
          answer.status());
      throw KeycloakHttp.unavailable();
    }
    JsonObject body = answer.object();
    String token = body.getString("access_token", "");
    long life = body.getLong("expires_in", 0L);
    own.set(new OwnToken(token, clock.instant().plusSeconds(life - MARGIN_SECONDS)));
    return token;
  }
}
