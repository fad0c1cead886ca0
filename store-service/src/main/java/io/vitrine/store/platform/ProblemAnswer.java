package io.vitrine.store.platform;

import io.quarkus.security.AuthenticationException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.problem.HttpStatus;
import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemBody;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import io.vitrine.problem.ProblemMeter;
import io.vitrine.problem.RequestProblem;
import java.util.Objects;
import org.jboss.logging.Logger;

/** Says on the wire what went wrong, for the routes that move bytes. */
public final class ProblemAnswer {
  private static final Logger LOG = Logger.getLogger(ProblemAnswer.class);
  private static final String TRY_AGAIN_SECONDS = "5";

  private ProblemAnswer() {}

  /** Answers, unless part of another answer has been sent: then the connection is broken. */
  public static void send(RoutingContext request, Throwable failure) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      // The client must not take the part for the whole.
      response.reset();
      return;
    }
    Problem problem = problem(failure);
    ProblemMeter.count(problem);
    ProblemKind kind = problem.kind();
    ProblemBody body =
        ProblemBody.of(
            kind,
            problem.message(),
            Objects.requireNonNullElse(request.request().path(), ""),
            request.request().getHeader(HttpHeaders.ACCEPT));
    response.headers().remove(HttpHeaders.CONTENT_LENGTH);
    response
        .setStatusCode(HttpStatus.of(kind).code())
        .putHeader(HttpHeaders.CONTENT_TYPE, body.contentType());
    if (kind == ProblemKind.UNAUTHENTICATED) {
      response.putHeader("WWW-Authenticate", "Keystone");
    }
    if (kind == ProblemKind.UNAVAILABLE) {
      response.putHeader(HttpHeaders.RETRY_AFTER, TRY_AGAIN_SECONDS);
    }
    response.end(body.text());
  }

  private static Problem problem(Throwable failure) {
    return switch (failure) {
      case ProblemException known -> known.problem();
      case AuthenticationException _, UnauthorizedException _ ->
          new RequestProblem.Unauthenticated();
      default -> {
        LOG.error("A transfer failed for a reason of our own", failure);
        yield new Unexpected();
      }
    };
  }

  private record Unexpected() implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.INTERNAL;
    }

    @Override
    public String message() {
      return "The server has either erred or is incapable of performing the requested operation.";
    }
  }
}
