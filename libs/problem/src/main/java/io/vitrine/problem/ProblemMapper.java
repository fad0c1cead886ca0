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

/**
 * The one place where a failure becomes an HTTP answer, the framework's own refusals included. What
 * is not known here is our fault: the client learns nothing of it, the log everything.
 */
public class ProblemMapper {
  private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

  @ServerExceptionMapper
  public Response problem(ProblemException e, HttpHeaders headers) {
    Response answer = render(e.problem().kind(), e.problem().message(), headers);
    return e.problem() instanceof RequestProblem.UnsupportedPatch patch
        ? Response.fromResponse(answer)
            .header("Accept-Patch", String.join(", ", patch.accepted()))
            .build()
        : answer;
  }

  @ServerExceptionMapper
  public Response malformedJson(JsonProcessingException e, HttpHeaders headers) {
    return render(ProblemKind.BAD_REQUEST, "Malformed JSON in request body.", headers);
  }

  @ServerExceptionMapper
  public Response unauthorized(UnauthorizedException e, HttpHeaders headers) {
    return unauthenticated(headers);
  }

  @ServerExceptionMapper
  public Response authenticationFailed(AuthenticationFailedException e, HttpHeaders headers) {
    return unauthenticated(headers);
  }

  @ServerExceptionMapper
  public Response forbidden(ForbiddenException e, HttpHeaders headers) {
    return render(
        ProblemKind.FORBIDDEN, "You are not authorized to complete this action.", headers);
  }

  @ServerExceptionMapper
  public Response refusedByFramework(WebApplicationException e, HttpHeaders headers) {
    if (e.getCause() instanceof JsonProcessingException json) {
      return malformedJson(json, headers);
    }
    Response refusal = e.getResponse();
    return switch (refusal.getStatus()) {
      case 400 -> render(ProblemKind.BAD_REQUEST, "The request could not be understood.", headers);
      case 401 -> unauthenticated(headers);
      case 403 -> forbidden(new ForbiddenException(), headers);
      case 404 -> render(ProblemKind.NOT_FOUND, "The resource could not be found.", headers);
      case 405 -> methodNotAllowed(headers);
      case 413 -> render(ProblemKind.TOO_LARGE, "The request body is too large.", headers);
      case 406, 415 ->
          render(ProblemKind.UNSUPPORTED_MEDIA, "The media type is not supported.", headers);
      case 501 -> render(ProblemKind.NOT_IMPLEMENTED, "The method is not implemented.", headers);
      default -> unexpected(e, headers);
    };
  }

  @ServerExceptionMapper
  public Response unexpected(Throwable e, HttpHeaders headers) {
    LOG.error("Request failed for a reason of our own", e);
    return render(
        ProblemKind.INTERNAL,
        "The server has either erred or is incapable of performing the requested operation.",
        headers);
  }

  private static Response methodNotAllowed(HttpHeaders headers) {
    Response answer =
        render(ProblemKind.METHOD_NOT_ALLOWED, "The method is not allowed on this path.", headers);
    return Response.fromResponse(answer)
        .header(
            HttpHeaders.ALLOW, String.join(", ", AllowedMethods.of(CurrentRequestManager.get())))
        .build();
  }

  private static Response unauthenticated(HttpHeaders headers) {
    return render(
        ProblemKind.UNAUTHENTICATED, new RequestProblem.Unauthenticated().message(), headers);
  }

  private static Response render(ProblemKind kind, String message, HttpHeaders headers) {
    ProblemBody body = ProblemBody.of(kind, message, headers.getHeaderString(HttpHeaders.ACCEPT));
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
