package io.vitrine.problem;

/** The HTTP face of a problem: status code and reason phrase. */
public record HttpStatus(int code, String reason) {

  public static HttpStatus of(ProblemKind kind) {
    return switch (kind) {
      case BAD_REQUEST -> new HttpStatus(400, "Bad Request");
      case UNAUTHENTICATED -> new HttpStatus(401, "Unauthorized");
      case FORBIDDEN -> new HttpStatus(403, "Forbidden");
      case NOT_FOUND -> new HttpStatus(404, "Not Found");
      case METHOD_NOT_ALLOWED -> new HttpStatus(405, "Method Not Allowed");
      case NOT_ACCEPTABLE -> new HttpStatus(406, "Not Acceptable");
      case TIMEOUT -> new HttpStatus(408, "Request Timeout");
      case CONFLICT -> new HttpStatus(409, "Conflict");
      case GONE -> new HttpStatus(410, "Gone");
      case PRECONDITION_FAILED -> new HttpStatus(412, "Precondition Failed");
      case TOO_LARGE -> new HttpStatus(413, "Request Entity Too Large");
      case UNSUPPORTED_MEDIA -> new HttpStatus(415, "Unsupported Media Type");
      case RANGE_NOT_SATISFIABLE -> new HttpStatus(416, "Requested Range Not Satisfiable");
      case TOO_MANY_REQUESTS -> new HttpStatus(429, "Too Many Requests");
      case NOT_IMPLEMENTED -> new HttpStatus(501, "Not Implemented");
      case UNAVAILABLE -> new HttpStatus(503, "Service Unavailable");
      case INTERNAL -> new HttpStatus(500, "Internal Server Error");
    };
  }

  @Override
  public String toString() {
    return code + " " + reason;
  }
}
