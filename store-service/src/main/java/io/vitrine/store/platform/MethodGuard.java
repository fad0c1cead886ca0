package io.vitrine.store.platform;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemKind;
import jakarta.enterprise.event.Observes;

/** Answers the methods that the paths of image data do not have. */
class MethodGuard {
  /** Behind the routes that do have a method. */
  private static final int LAST = 1_000;

  void register(@Observes Router router) {
    router
        .route("/v2/images/:id/file")
        .order(LAST)
        .handler(request -> refuse(request, "GET, HEAD, PUT"));
    router.route("/v2/images/:id/stage").order(LAST).handler(request -> refuse(request, "PUT"));
    router
        .route("/v2/images/:id/uploads")
        .order(LAST)
        .handler(request -> refuse(request, "OPTIONS, POST"));
    router
        .route("/v2/images/:id/uploads/:upload")
        .order(LAST)
        .handler(request -> refuse(request, "DELETE, HEAD, OPTIONS, PATCH"));
    router
        .route("/v2/images/:id/direct-uploads")
        .order(LAST)
        .handler(request -> refuse(request, "POST"));
    router
        .route("/v2/images/:id/direct-uploads/:upload")
        .order(LAST)
        .handler(request -> refuse(request, "DELETE"));
    router
        .route("/v2/images/:id/direct-uploads/:upload/parts")
        .order(LAST)
        .handler(request -> refuse(request, "GET, HEAD"));
    router
        .route("/v2/images/:id/direct-uploads/:upload/complete")
        .order(LAST)
        .handler(request -> refuse(request, "POST"));
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
