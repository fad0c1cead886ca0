package io.vitrine.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A Keystone that knows the tokens a test gives it. */
final class PlayedKeystone implements AutoCloseable {
  private final PlayedService server;
  private final Map<String, JsonObject> tokens = new ConcurrentHashMap<>();
  private final Set<String> ownTokens = ConcurrentHashMap.newKeySet();
  private final AtomicInteger logins = new AtomicInteger();
  private final List<String> queries = new CopyOnWriteArrayList<>();

  PlayedKeystone(Vertx vertx) {
    server = PlayedService.at("vitrine.keystone.url", vertx);
    server.behave(this::answer);
  }

  /** Well again, and no longer asked anything. Tokens and log-ins stay. */
  void recover() {
    server.behave(this::answer);
    queries.clear();
  }

  PlayedService server() {
    return server;
  }

  int logins() {
    return logins.get();
  }

  /** What was asked about users' tokens: the queries. */
  List<String> queries() {
    return queries;
  }

  void forgetOwnTokens() {
    ownTokens.clear();
  }

  void issue(String token, JsonObject description) {
    tokens.put(token, description);
  }

  static JsonObject projectScoped(String... roles) {
    JsonArray names = new JsonArray();
    for (String role : roles) {
      names.add(new JsonObject().put("id", "r-" + role).put("name", role));
    }
    return unscoped()
        .put("project", new JsonObject().put("id", "p1").put("name", "demo"))
        .put("roles", names);
  }

  static JsonObject unscoped() {
    return new JsonObject()
        .put("methods", new JsonArray().add("password"))
        .put("user", new JsonObject().put("id", "u1").put("name", "Ada"))
        .put("expires_at", moment(Instant.now().plus(Duration.ofHours(1))));
  }

  static String moment(Instant time) {
    return time.toString().replaceAll("(\\.\\d+)?Z$", ".000000Z");
  }

  void answer(HttpServerRequest request) {
    if (!"/v3/auth/tokens".equals(request.path())) {
      request.response().setStatusCode(404).end();
    } else if ("POST".equals(request.method().name())) {
      request.body().onSuccess(body -> logIn(request, body.toJsonObject()));
    } else if (!ownTokens.contains(Objects.toString(request.getHeader("X-Auth-Token")))) {
      request.response().setStatusCode(401).end("{}");
    } else {
      validate(request);
    }
  }

  private void logIn(HttpServerRequest request, JsonObject body) {
    JsonObject auth = body.getJsonObject("auth");
    String password =
        auth.getJsonObject("identity")
            .getJsonObject("password")
            .getJsonObject("user")
            .getString("password");
    String project = auth.getJsonObject("scope").getJsonObject("project").getString("name");
    if (!password.equals("secret") || !project.equals("service")) {
      request.response().setStatusCode(401).end("{}");
      return;
    }
    String token = "own-" + logins.incrementAndGet();
    ownTokens.add(token);
    request
        .response()
        .setStatusCode(201)
        .putHeader("X-Subject-Token", token)
        .end(new JsonObject().put("token", projectScoped("service")).encode());
  }

  private void validate(HttpServerRequest request) {
    queries.add(request.query());
    JsonObject description = tokens.get(Objects.toString(request.getHeader("X-Subject-Token")));
    boolean hasEnded =
        description != null
            && Instant.parse(description.getString("expires_at")).isBefore(Instant.now());
    if (description == null || (hasEnded && !request.query().contains("allow_expired=1"))) {
      request.response().setStatusCode(404).end("{}");
    } else if (!"1".equals(request.getHeader("OpenStack-Identity-Access-Rules"))) {
      request.response().setStatusCode(401).end("{}");
    } else {
      request.response().end(new JsonObject().put("token", description).encode());
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
