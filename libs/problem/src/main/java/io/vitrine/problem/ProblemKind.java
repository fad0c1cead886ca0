package io.vitrine.problem;

/**
 * Everything that can go wrong, by what the caller should do about it. The set is closed: each edge
 * maps it with an exhaustive {@code switch}.
 */
public enum ProblemKind {
  BAD_REQUEST(Fault.CALLER),
  UNAUTHENTICATED(Fault.CALLER),
  FORBIDDEN(Fault.CALLER),
  NOT_FOUND(Fault.CALLER),
  METHOD_NOT_ALLOWED(Fault.CALLER),
  NOT_ACCEPTABLE(Fault.CALLER),
  TIMEOUT(Fault.CALLER),
  CONFLICT(Fault.CALLER),
  GONE(Fault.CALLER),
  PRECONDITION_FAILED(Fault.CALLER),
  TOO_LARGE(Fault.CALLER),
  UNSUPPORTED_MEDIA(Fault.CALLER),
  RANGE_NOT_SATISFIABLE(Fault.CALLER),
  TOO_MANY_REQUESTS(Fault.CALLER),
  NOT_IMPLEMENTED(Fault.CALLER),
  UNAVAILABLE(Fault.DEPENDENCY),
  INTERNAL(Fault.US);

  /** Whose fault it is, so that metrics can tell a bad client from a bad day. */
  public enum Fault {
    CALLER,
    DEPENDENCY,
    US
  }

  private final Fault fault;

  ProblemKind(Fault fault) {
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
