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
    allow(router, "/v2/images/:id/file", "GET, HEAD, PUT");
    allow(router, "/v2/images/:id/stage", "PUT");
    allow(router, "/v2/images/:id/uploads", "OPTIONS, POST");
    allow(router, "/v2/images/:id/uploads/:upload", "DELETE, HEAD, OPTIONS, PATCH");
    allow(router, "/v2/images/:id/direct-uploads", "POST");
    allow(router, "/v2/images/:id/direct-uploads/:upload", "DELETE");
    allow(router, "/v2/images/:id/direct-uploads/:upload/parts", "GET, HEAD");
    allow(router, "/v2/images/:id/direct-uploads/:upload/complete", "POST");
    allow(router, "/v2/stores/:store/scrub", "POST");
    allow(router, "/v2/cache", "GET, HEAD, DELETE");
    allow(router, "/v2/cache/clean", "POST");
    allow(router, "/v2/cache/prune", "POST");
    allow(router, "/v2/cache/nodes/:id", "GET, HEAD");
    allow(router, "/v2/cache/:id", "PUT, DELETE");
    router.route("/v2/cache/*").order(LAST).handler(MethodGuard::notFound);
  }

  private static void allow(Router router, String path, String methods) {
    router.route(path).order(LAST).handler(request -> refuse(request, methods));
  }

  private static void notFound(RoutingContext request) {
    ProblemAnswer.send(
        request, new RequestProblem.NotFound("The resource could not be found.").asException());
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
