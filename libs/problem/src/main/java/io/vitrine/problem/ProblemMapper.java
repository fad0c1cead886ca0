package io.vitrine.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;

/**
 * The one place where a failure becomes an HTTP answer, the framework's own refusals included. What
 * is not known here is our fault: the client learns nothing of it, the log everything.
 */
public class ProblemMapper {
  private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

  @ServerExceptionMapper
  public Response problem(ProblemException e) {
    ProblemMeter.count(e.problem());
    Response answer = answer(e.problem().kind(), e.problem().message());
    return e.problem() instanceof RequestProblem.UnsupportedPatch patch
        ? Response.fromResponse(answer)
            .header("Accept-Patch", String.join(", ", patch.accepted()))
            .build()
        : answer;
  }

  @ServerExceptionMapper
  public Response malformedJson(JsonProcessingException e) {
    return render(ProblemKind.BAD_REQUEST, "Malformed JSON in request body.");
  }

  @ServerExceptionMapper
  public Response unauthorized(UnauthorizedException e) {
    return unauthenticated();
  }

  @ServerExceptionMapper
  public Response authenticationFailed(AuthenticationFailedException e) {
    return unauthenticated();
  }

  @ServerExceptionMapper
  public Response forbidden(ForbiddenException e) {
    return render(ProblemKind.FORBIDDEN, "You are not authorized to complete this action.");
  }

  @ServerExceptionMapper
  public Response refusedByFramework(WebApplicationException e) {
    if (e.getCause() instanceof JsonProcessingException json) {
      return malformedJson(json);
    }
    Response refusal = e.getResponse();
    return switch (refusal.getStatus()) {
      case 400 -> render(ProblemKind.BAD_REQUEST, "The request could not be understood.");
      case 401 -> unauthenticated();
      case 403 -> forbidden(new ForbiddenException());
      case 404 -> render(ProblemKind.NOT_FOUND, "The resource could not be found.");
      case 405 -> methodNotAllowed();
      case 413 -> render(ProblemKind.TOO_LARGE, "The request body is too large.");
      case 406, 415 -> render(ProblemKind.UNSUPPORTED_MEDIA, "The media type is not supported.");
      case 501 -> render(ProblemKind.NOT_IMPLEMENTED, "The method is not implemented.");
      default -> unexpected(e);
    };
  }

  @ServerExceptionMapper
  public Response unexpected(Throwable e) {
    LOG.error("Request failed for a reason of our own", e);
    return render(
        ProblemKind.INTERNAL,
        "The server has either erred or is incapable of performing the requested operation.");
  }

  private static Response methodNotAllowed() {
    Response answer =
        render(ProblemKind.METHOD_NOT_ALLOWED, "The method is not allowed on this path.");
    return Response.fromResponse(answer)
        .header(
            HttpHeaders.ALLOW, String.join(", ", AllowedMethods.of(CurrentRequestManager.get())))
        .build();
  }

  private static Response unauthenticated() {
    return render(ProblemKind.UNAUTHENTICATED, new RequestProblem.Unauthenticated().message());
  }

  private static Response render(ProblemKind kind, String message) {
    ProblemMeter.count(kind);
    return answer(kind, message);
  }

  private static Response answer(ProblemKind kind, String message) {
    ResteasyReactiveRequestContext request = CurrentRequestManager.get();
    ProblemBody body =
        ProblemBody.of(
            kind, message, request.serverRequest().getRequestPath(), RequestFilter.accept(request));
    Response.ResponseBuilder answer =
        Response.status(HttpStatus.of(kind).code())
            .entity(body.text())
            .header(HttpHeaders.CONTENT_TYPE, body.contentType());
    if (kind == ProblemKind.UNAUTHENTICATED) {
      answer.header(HttpHeaders.WWW_AUTHENTICATE, "Keystone");
    }
    if (kind == ProblemKind.UNAVAILABLE) {
      answer.header(HttpHeaders.RETRY_AFTER, "5");
    }
    return answer.build();
  }
}
