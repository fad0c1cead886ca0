package io.vitrine.gateway.exchange;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vitrine.gateway.platform.GatewayConfig;
import io.vitrine.problem.HttpStatus;
import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemBody;
import io.vitrine.problem.ProblemKind;
import io.vitrine.problem.ProblemMeter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Set;

/** Answers that the gateway gives by itself. */
@ApplicationScoped
public class Answers {
  private static final String RETRY_AFTER_SECONDS = "5";

  /** An answer that says so without a time gets ours. */
  private static final Set<ProblemKind> COME_AGAIN =
      Set.of(ProblemKind.UNAVAILABLE, ProblemKind.TOO_MANY_REQUESTS);

  private static final int REQUEST_TIMEOUT = 408;

  private final Vertx vertx;
  private final GatewayConfig config;

  public Answers(Vertx vertx, GatewayConfig config) {
    this.vertx = vertx;
    this.config = config;
  }

  public void give(HttpServerRequest request, int status, String contentType, String body) {
    HttpServerResponse response = request.response();
    response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, contentType);
    send(request, body);
  }

  public void redirect(HttpServerRequest request, String location) {
    request.response().setStatusCode(302).putHeader(HttpHeaders.LOCATION, location);
    send(request, "");
  }

  public void refuse(HttpServerRequest request, Problem problem) {
    ProblemMeter.count(problem);
    answer(request, problem.kind(), problem.message());
  }

  public void refuse(HttpServerRequest request, ProblemKind kind, String message) {
    ProblemMeter.count(kind);
    answer(request, kind, message);
  }

  private void answer(HttpServerRequest request, ProblemKind kind, String message) {
    ProblemBody body =
        ProblemBody.of(
            kind,
            message,
            Objects.requireNonNullElse(request.path(), ""),
            request.getHeader(HttpHeaders.ACCEPT));
    MultiMap headers = request.response().headers();
    if (COME_AGAIN.contains(kind) && !headers.contains(HttpHeaders.RETRY_AFTER)) {
      headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    give(request, HttpStatus.of(kind).code(), body.contentType(), body.text());
  }

  private void send(HttpServerRequest request, String body) {
    if (announceClose(request)) {
      request.response().end(body).onComplete(sent -> request.connection().close());
    } else {
      request.response().end(body);
      drain(request);
    }
  }

  /**
   * A client that was never told to go on may or may not send its body after the answer; nobody can
   * tell what the next bytes on the connection mean, so it has to end. So has one on which a body
   * stopped coming.
   */
  static boolean announceClose(HttpServerRequest request) {
    boolean close =
        request.version() == HttpVersion.HTTP_1_1
            && (ClientBody.isHeldBack(request)
                || request.response().getStatusCode() == REQUEST_TIMEOUT);
    if (close) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    return close;
  }

  void drain(HttpServerRequest request) {
    ClientBody.drain(request, vertx, config.gateway().drainTimeout());
  }
}
