package io.vitrine.gateway.identity.keycloak;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.MultiMap;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpRequest;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import io.vitrine.gateway.identity.IdentityConfig;
import io.vitrine.problem.RequestProblem;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The way to Keycloak: time limits, and what it means when it does not answer. */
class KeycloakHttp {
  private static final Logger LOG = Logger.getLogger(KeycloakHttp.class);

  /** Sign-ins beyond these are turned away rather than kept waiting for ever. */
  private static final int MAX_WAITING = 1_024;

  private final WebClient client;

  private final Duration patience;
  private final IdentityConfig config;
  private final String realm;

  KeycloakHttp(Vertx vertx, IdentityConfig config, Duration patience) {
    this.patience = patience;
    this.config = config;
    this.realm = config.realmUrl().toString().replaceFirst("/+$", "");
    this.client = WebClient.create(vertx, options(config));
  }

  private static WebClientOptions options(IdentityConfig config) {
    return new WebClientOptions()
        .setConnectTimeout((int) config.connectTimeout().toMillis())
        .setMaxPoolSize(config.maxConnections())
        .setMaxWaitQueueSize(MAX_WAITING)
        .setFollowRedirects(false);
  }

  /** Its URL, without a slash at the end. */
  String realm() {
    return realm;
  }

  /** An answer, whatever it says. */
  record Answer(int status, String location, String body) {
    private static final String NO_LOCATION = "";

    static Answer of(HttpResponse<Buffer> response) {
      String location = response.getHeader("Location");
      String body = response.bodyAsString();
      return new Answer(
          response.statusCode(),
          location == null ? NO_LOCATION : location,
          body == null ? "" : body);
    }

    /** What a refusal says may be anything; what a success says must be understood. */
    JsonObject object() {
      try {
        return body.isEmpty() ? new JsonObject() : new JsonObject(body);
      } catch (DecodeException | ClassCastException _) {
        if (isSuccess()) {
          throw misunderstood();
        }
        return new JsonObject();
      }
    }

    /** The id of what was made, which is the end of where it is. */
    String createdId() {
      return location.substring(location.lastIndexOf('/') + 1);
    }

    Stream<JsonObject> objects() {
      if (!isSuccess()) {
        throw unavailable();
      }
      try {
        return new JsonArray(body).stream().map(JsonObject.class::cast);
      } catch (DecodeException | ClassCastException _) {
        throw misunderstood();
      }
    }

    static RuntimeException misunderstood() {
      LOG.error("Keycloak's answer makes no sense: is vitrine.identity.realm-url a realm?");
      return unavailable();
    }

    boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    /** Bodies may hold secrets. */
    @Override
    public String toString() {
      return "Answer[status=" + status + "]";
    }
  }

  /** A call as our own client, which proves itself. */
  Uni<Answer> form(String path, Map<String, String> fields) {
    MultiMap form = MultiMap.caseInsensitiveMultiMap();
    fields.forEach(form::add);
    return answered(
        path,
        client
            .requestAbs(HttpMethod.POST, realm + path)
            .timeout(patience.toMillis())
            .basicAuthentication(config.clientId(), config.clientSecret())
            .sendForm(form));
  }

  Uni<Answer> json(HttpMethod method, String url, String bearer, Optional<JsonObject> body) {
    HttpRequest<Buffer> request =
        client
            .requestAbs(method, url)
            .timeout(patience.toMillis())
            .bearerTokenAuthentication(bearer);
    return answered(method.name(), body.map(request::sendJsonObject).orElseGet(request::send));
  }

  private static Uni<Answer> answered(String what, Uni<HttpResponse<Buffer>> response) {
    return response
        .map(Answer::of)
        .onFailure()
        .transform(e -> {
          LOG.warnf("Keycloak does not answer (%s): %s", what, e.getMessage());
          return unavailable();
        })
        .invoke(answer -> {
          if (answer.status() >= 500) {
            LOG.warnf("Keycloak answered %d (%s)", answer.status(), what);
            throw unavailable();
          }
        });
  }

  static RuntimeException unavailable() {
    return new RequestProblem.Unavailable(
            "The identity provider does not answer at the moment. Please try again.")
        .asException();
  }

  void close() {
    client.close();
  }
}
