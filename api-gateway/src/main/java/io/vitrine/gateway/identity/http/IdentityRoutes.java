package io.vitrine.gateway.identity.http;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vitrine.gateway.identity.IdentityConfig;
import io.vitrine.gateway.platform.PublicUrl;
import io.vitrine.gateway.route.Routes;
import io.vitrine.problem.ErrorForm;
import io.vitrine.problem.HttpStatus;
import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemBody;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import io.vitrine.problem.RequestProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** The map of the Identity API, and Keystone's way to answer and to refuse. */
@ApplicationScoped
public class IdentityRoutes {
  private static final Logger LOG = Logger.getLogger(IdentityRoutes.class);

  /** Right behind the door, which lets the API's requests through. */
  private static final int ORDER = 2;

  private final Vertx vertx;
  private final IdentityConfig config;
  private final PublicUrl publicUrl;
  private final TokenCalls tokens;
  private final ProjectCalls projects;
  private final UserCalls users;
  private final GrantCalls grants;
  private final CredentialCalls credentials;

  public IdentityRoutes(
      Vertx vertx,
      IdentityConfig config,
      PublicUrl publicUrl,
      TokenCalls tokens,
      ProjectCalls projects,
      UserCalls users,
      GrantCalls grants,
      CredentialCalls credentials) {
    this.vertx = vertx;
    this.config = config;
    this.publicUrl = publicUrl;
    this.tokens = tokens;
    this.projects = projects;
    this.users = users;
    this.grants = grants;
    this.credentials = credentials;
  }

  private interface Handler extends Function<Call, Uni<Reply>> {}

  void register(@Observes Router router) {
    Router api = Router.router(vertx);
    api.route().handler(IdentityRoutes::welcome);
    api.route().handler(BodyHandler.create(false).setBodyLimit(config.maxBodySize()));
    at(api, "/", Map.of(HttpMethod.GET, this::versions));
    at(api, "/v3", Map.of(HttpMethod.GET, this::version));
    tokenRoutes(api);
    peopleRoutes(api);
    grantRoutes(api);
    api.route().handler(routing -> routing.fail(404));
    api.route().failureHandler(this::refuse);
    router
        .route(Routes.IDENTITY)
        .order(ORDER)
        .handler(routing -> dispatch(routing, Map.of(HttpMethod.GET, this::versions)))
        .failureHandler(this::refuse);
    router.route(Routes.IDENTITY + "/*").order(ORDER).subRouter(api);
  }

  private void tokenRoutes(Router api) {
    at(
        api,
        "/v3/auth/tokens",
        Map.of(
            HttpMethod.POST, tokens::issue,
            HttpMethod.GET, tokens::show,
            HttpMethod.DELETE, tokens::revoke));
    at(api, "/v3/auth/catalog", Map.of(HttpMethod.GET, tokens::catalog));
    at(api, "/v3/auth/projects", Map.of(HttpMethod.GET, projects::ofCaller));
    at(api, "/v3/auth/domains", Map.of(HttpMethod.GET, tokens::domains));
    at(api, "/v3/auth/system", Map.of(HttpMethod.GET, tokens::system));
  }

  private void peopleRoutes(Router api) {
    at(
        api,
        "/v3/projects",
        Map.of(HttpMethod.GET, projects::list, HttpMethod.POST, projects::create));
    at(
        api,
        "/v3/projects/:project",
        Map.of(HttpMethod.GET, projects::show, HttpMethod.DELETE, projects::delete));
    at(api, "/v3/users", Map.of(HttpMethod.GET, users::list, HttpMethod.POST, users::create));
    at(
        api,
        "/v3/users/:user",
        Map.of(HttpMethod.GET, users::show, HttpMethod.DELETE, users::delete));
    at(api, "/v3/users/:user/projects", Map.of(HttpMethod.GET, projects::ofUser));
    at(
        api,
        "/v3/users/:user/application_credentials",
        Map.of(HttpMethod.GET, credentials::list, HttpMethod.POST, credentials::create));
    at(
        api,
        "/v3/users/:user/application_credentials/:credential",
        Map.of(HttpMethod.GET, credentials::show, HttpMethod.DELETE, credentials::delete));
  }

  private void grantRoutes(Router api) {
    at(api, "/v3/domains", Map.of(HttpMethod.GET, grants::domains));
    at(api, "/v3/domains/:domain", Map.of(HttpMethod.GET, grants::domain));
    at(api, "/v3/roles", Map.of(HttpMethod.GET, grants::roles));
    at(api, "/v3/roles/:role", Map.of(HttpMethod.GET, grants::role));
    Map<HttpMethod, Handler> grant =
        Map.of(
            HttpMethod.PUT, grants::grant,
            HttpMethod.GET, grants::check,
            HttpMethod.DELETE, grants::withdraw);
    at(api, "/v3/projects/:project/users/:user/roles/:role", grant);
    at(api, "/v3/system/users/:user/roles/:role", grant);
  }

  private void at(Router api, String path, Map<HttpMethod, Handler> handlers) {
    api.route(path).handler(routing -> dispatch(routing, handlers));
  }

  /** Who asks before sending is told to go on. */
  private static void welcome(RoutingContext routing) {
    routing.response().putHeader("Vary", "X-Auth-Token");
    if ("100-continue".equalsIgnoreCase(routing.request().getHeader("Expect"))) {
      routing.response().writeContinue();
    }
    routing.next();
  }

  private void dispatch(RoutingContext routing, Map<HttpMethod, Handler> handlers) {
    HttpMethod asked = routing.request().method();
    Handler handler = handlers.get(asked.equals(HttpMethod.HEAD) ? HttpMethod.GET : asked);
    if (handler == null) {
      routing
          .response()
          .putHeader(
              "Allow",
              handlers.keySet().stream()
                  .map(HttpMethod::name)
                  .sorted()
                  .collect(Collectors.joining(", ")));
      routing.fail(405);
      return;
    }
    Context context = vertx.getOrCreateContext();
    Uni.createFrom()
        .deferred(() -> handler.apply(new Call(routing, publicUrl)))
        // Caches and clients complete on threads of their own.
        .emitOn(command -> context.runOnContext(ignored -> command.run()))
        .subscribe()
        .with(reply -> give(routing, reply), routing::fail);
  }

  private Uni<Reply> versions(Call call) {
    JsonObject version = IdentityJson.version(call.identityUrl());
    JsonObject body =
        new JsonObject()
            .put("versions", new JsonObject().put("values", new JsonArray().add(version)));
    return Uni.createFrom().item(new Reply(300, Map.of(), body));
  }

  private Uni<Reply> version(Call call) {
    JsonObject version = IdentityJson.version(call.identityUrl());
    return Uni.createFrom().item(Reply.ok(new JsonObject().put("version", version)));
  }

  private static void give(RoutingContext routing, Reply reply) {
    HttpServerResponse response = routing.response();
    if (response.closed() || response.ended()) {
      return;
    }
    response.setStatusCode(reply.status());
    JsonObject body = reply.body();
    if (body != null) {
      response.putHeader("Content-Type", "application/json");
    }
    reply.headers().forEach(response::putHeader);
    if (body == null || routing.request().method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      response.end(body.toBuffer());
    }
  }

  private void refuse(RoutingContext routing) {
    Problem problem = problemOf(routing);
    HttpStatus status = HttpStatus.of(problem.kind());
    Map<String, String> headers = new LinkedHashMap<>();
    if (problem.kind() == ProblemKind.UNAUTHENTICATED) {
      headers.put(
          "WWW-Authenticate",
          "Keystone uri=\"%s\"".formatted(publicUrl.identity(routing.request())));
    }
    if (problem.kind() == ProblemKind.UNAVAILABLE) {
      headers.put("Retry-After", "5");
    }
    String accept = routing.request().getHeader("Accept");
    if (ErrorForm.wanted(accept) == ErrorForm.PROBLEM) {
      String path = Objects.requireNonNullElse(routing.request().path(), "");
      ProblemBody details = ProblemBody.of(problem.kind(), problem.message(), path, accept);
      headers.put("Content-Type", details.contentType());
      give(routing, new Reply(status.code(), headers, new JsonObject(details.text())));
      return;
    }
    JsonObject error =
        new JsonObject()
            .put("code", status.code())
            .put("message", problem.message())
            .put("title", status.reason());
    give(routing, new Reply(status.code(), headers, new JsonObject().put("error", error)));
  }

  private static Problem problemOf(RoutingContext routing) {
    if (routing.failure() instanceof ProblemException e) {
      return e.problem();
    }
    return switch (routing.statusCode()) {
      case 400 -> new RequestProblem.Malformed("The request could not be read.");
      case 404 -> new Refusal(ProblemKind.NOT_FOUND, "The resource could not be found.");
      case 405 ->
          new Refusal(
              ProblemKind.METHOD_NOT_ALLOWED, "The method is not allowed for the requested URL.");
      case 413 -> new Refusal(ProblemKind.TOO_LARGE, "Request is too large.");
      default -> {
        LOG.errorf(routing.failure(), "Identity call failed");
        yield new Refusal(
            ProblemKind.INTERNAL,
            "An unexpected error prevented the server from fulfilling your request.");
      }
    };
  }

  private record Refusal(ProblemKind kind, String message) implements Problem {}
}
