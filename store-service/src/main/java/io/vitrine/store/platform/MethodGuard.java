package io.vitrine.store.platform;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemKind;
import io.vitrine.problem.RequestProblem;
import jakarta.enterprise.event.Observes;

/** Answers the methods that the paths here do not have, and the paths that there are not. */
class MethodGuard {
  /** Behind the routes that do have a method. */
  private static final int LAST = 1_000;

  void register(@Observes Router router) {
    router
        .route("/v2/images/:id/file")
        .order(LAST)
        .handler(request -> refuse(request, "GET, HEAD, PUT"));
    router.route("/v2/images/:id/stage").order(LAST).handler(request -> refuse(request, "PUT"));
    router.route("/v2/stores/:store/scrub").order(LAST).handler(request -> refuse(request, "POST"));
    router
        .route("/v2/images/:id/uploads")
        .order(LAST)
        .handler(request -> refuse(request, "OPTIONS, POST"));
    router
        .route("/v2/images/:id/uploads/:upload")
        .order(LAST)
        .handler(request -> refuse(request, "DELETE, HEAD, OPTIONS, PATCH"));
    guardCache(router);
  }

  private static void guardCache(Router router) {
    router.route("/v2/cache").order(LAST).handler(request -> refuse(request, "GET, HEAD, DELETE"));
    router.route("/v2/cache/clean").order(LAST).handler(request -> refuse(request, "POST"));
    router.route("/v2/cache/prune").order(LAST).handler(request -> refuse(request, "POST"));
    router
        .route("/v2/cache/nodes/:id")
        .order(LAST)
        .handler(request -> refuse(request, "GET, HEAD"));
    router.route("/v2/cache/:id").order(LAST).handler(request -> refuse(request, "PUT, DELETE"));
    router
        .route("/v2/cache/*")
        .order(LAST)
        .handler(request ->
            ProblemAnswer.send(
                request,
                new RequestProblem.NotFound("The resource could not be found.").asException()));
  }

  private static void refuse(RoutingContext request, String allowed) {
    request.response().putHeader("Allow", allowed);
    ProblemAnswer.send(request, new NoSuchMethod().asException());
  }

  private record NoSuchMethod() implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.METHOD_NOT_ALLOWED;
    }

    @Override
    public String message() {
      return "The method is not allowed on this path.";
    }
  }
}
