package io.vitrine.store.cache.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.store.Requester;
import io.vitrine.store.cache.CacheCommand.Target;
import io.vitrine.store.cache.CacheProblem;
import io.vitrine.store.cache.ManageCache;
import io.vitrine.store.platform.Door;
import io.vitrine.store.platform.Door.Visit;
import io.vitrine.store.platform.ProblemAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code /v2/cache}: the caches of all nodes. */
@ApplicationScoped
class CacheRoutes {
  private static final String CLEAR_TARGET = "x-image-cache-clear-target";

  /** What is not the name of a call. */
  private static final String IMAGE = "/v2/cache/(?<id>(?!(?:clean|prune)$)[^/]+)";

  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int NO_CONTENT = 204;

  private final Door door;
  private final ManageCache cache;

  CacheRoutes(Door door, ManageCache cache) {
    this.door = door;
    this.cache = cache;
  }

  void register(@Observes Router router) {
    Handler<RoutingContext> list = asking((who, id) -> CacheJson.of(cache.list(who)).encode());
    router.get("/v2/cache").handler(list);
    router.head("/v2/cache").handler(list);
    Handler<RoutingContext> nodes =
        asking((who, id) -> new JsonArray(cache.nodes(who, id)).encode());
    router.get("/v2/cache/nodes/:id").handler(nodes);
    router.head("/v2/cache/nodes/:id").handler(nodes);
    router
        .post("/v2/cache/prune")
        .handler(asking((who, id) -> CacheJson.of(cache.prune(who)).encode()));
    router.post("/v2/cache/clean").handler(telling(OK, (who, id) -> cache.clean(who)));
    router.putWithRegex(IMAGE).handler(telling(ACCEPTED, cache::queue));
    router.deleteWithRegex(IMAGE).handler(telling(NO_CONTENT, cache::drop));
    router
        .delete("/v2/cache")
        .handler(request ->
            telling(NO_CONTENT, (who, id) -> cache.clear(who, target(request))).handle(request));
  }

  private static Target target(RoutingContext request) {
    @Nullable String name = request.request().getHeader(CLEAR_TARGET);
    return switch (name == null ? "" : name.strip().toLowerCase(Locale.ROOT)) {
      case "cache" -> Target.CACHE;
      case "queue" -> Target.QUEUE;
      case "", "both" -> Target.BOTH;
      default -> throw new CacheProblem.UnknownTarget(String.valueOf(name)).asException();
    };
  }

  /** A call whose answer is JSON. It may block; what it throws becomes the answer. */
  @FunctionalInterface
  private interface Question {
    String ask(Requester who, String imageId);
  }

  private Handler<RoutingContext> asking(Question question) {
    return request ->
        admit(
            request,
            (who, imageId) -> {
              String json = question.ask(who, imageId);
              request.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(json);
            });
  }

  private Handler<RoutingContext> telling(int status, Visit order) {
    return request ->
        admit(
            request,
            (who, imageId) -> {
              order.serve(who, imageId);
              request.response().setStatusCode(status).end();
            });
  }

  private void admit(RoutingContext request, Visit visit) {
    door.admit(
        request,
        (who, imageId) -> {
          visit.serve(who, imageId);
          passOverBody(request);
        },
        cause -> {
          ProblemAnswer.send(request, cause);
          passOverBody(request);
        });
  }

  /** If there is one, the next request on this connection comes after it. */
  private static void passOverBody(RoutingContext request) {
    request.request().resume();
  }
}
