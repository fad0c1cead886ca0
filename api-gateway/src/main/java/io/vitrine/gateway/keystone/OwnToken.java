package io.vitrine.gateway.keystone;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's own token at Keystone: one for all questions, asked for when it is first needed and
 * again when it is about to end or Keystone no longer knows it.
 */
@ApplicationScoped
class OwnToken {
  private static final Logger LOG = Logger.getLogger(OwnToken.class);
  private static final int CREATED = 201;

  /** Renewed so long before its end that no question meets it. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  /** A wrong password tried at every request would lock the account. */
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

  private final KeystoneConfig config;
  private final KeystoneHttp http;
  private @Nullable Login current;

  OwnToken(KeystoneConfig config, KeystoneHttp http) {
    this.config = config;
    this.http = http;
  }

  /** The token, or {@link KeystoneSilent}. */
  synchronized CompletableFuture<String> get() {
    Login login = current;
    if (login == null || login.isOver(Instant.now())) {
      login = new Login();
      current = login;
      login.start();
    }
    return login.token;
  }

  /** Keystone does not know this token any more. */
  synchronized void refused(String token) {
    if (current != null
        && current.token.isDone()
        && !current.token.isCompletedExceptionally()
        && token.equals(current.token.join())) {
      current = null;
    }
  }

  private final class Login {
    private final CompletableFuture<String> token = new CompletableFuture<>();
    private volatile Instant end = Instant.MAX;

    boolean isOver(Instant now) {
      return !now.isBefore(end);
    }

    void start() {
      http.post("/auth/tokens?nocatalog", credentials())
          .thenAccept(this::accept)
          .exceptionally(failure -> {
            end = Instant.now().plus(PAUSE_AFTER_FAILURE);
            token.completeExceptionally(failure);
            return null;
          });
    }

    private void accept(KeystoneHttp.Answer answer) {
      if (answer.status() != CREATED || answer.subjectToken().isEmpty()) {
        LOG.errorf(
            "Keystone gives user %s no token (%d): see vitrine.keystone.username and the others",
            config.username().orElse(""), answer.status());
        throw new KeystoneSilent("no token for the gateway: " + answer.status());
      }
      end = KeystoneTokenJson.read(answer.body()).expiresAt().minus(MARGIN);
      token.complete(answer.subjectToken().get());
    }
  }

  private String credentials() {
    JsonObject user =
        new JsonObject()
            .put("name", config.username().orElse(""))
            .put("password", config.password().orElse(""))
            .put("domain", new JsonObject().put("name", config.userDomainName()));
    JsonObject identity =
        new JsonObject()
            .put("methods", new JsonArray().add("password"))
            .put("password", new JsonObject().put("user", user));
    JsonObject project =
        new JsonObject()
            .put("name", config.projectName())
            .put("domain", new JsonObject().put("name", config.projectDomainName()));
    JsonObject auth =
        new JsonObject()
            .put("identity", identity)
            .put("scope", new JsonObject().put("project", project));
    return new JsonObject().put("auth", auth).encode();
  }
}
