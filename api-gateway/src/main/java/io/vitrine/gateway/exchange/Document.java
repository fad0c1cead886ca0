package io.vitrine.gateway.exchange;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vitrine.gateway.platform.GatewayConfig;
import io.vitrine.problem.RequestProblem;

/**
 * The body of a call that sends no image. It is small, and read to its end before the service hears
 * of the call: a client that sends half of it keeps nothing but its own connection busy.
 */
final class Document {
  private Document() {}

  /**
   * Reads it; it is empty if there is none. Fails with {@link RequestProblem.TooLarge} or {@link
   * RequestProblem.TooSlow}, and in any other way if the client leaves.
   *
   * @param request must be paused
   */
  static Future<Buffer> read(
      HttpServerRequest request, Vertx vertx, GatewayConfig.Gateway settings) {
    Promise<Buffer> whole = Promise.promise();
    long maxSize = settings.maxDocumentSize().asLongValue();
    if (ClientBody.isLargerThan(maxSize, request)) {
      whole.fail(new RequestProblem.TooLarge().asException());
      return whole.future();
    }
    Buffer document = Buffer.buffer();
    long deadline =
        vertx.setTimer(
            settings.documentTimeout().toMillis(),
            late -> whole.tryFail(new RequestProblem.TooSlow().asException()));
    request.exceptionHandler(whole::tryFail);
    request.endHandler(end -> whole.tryComplete(document));
    request.handler(piece -> {
      if (document.length() + piece.length() > maxSize) {
        whole.tryFail(new RequestProblem.TooLarge().asException());
      } else {
        document.appendBuffer(piece);
      }
    });
    if (ClientBody.isHeldBack(request)) {
      request.response().writeContinue();
    }
    request.resume();
    return whole.future().onComplete(done -> vertx.cancelTimer(deadline));
  }
}
