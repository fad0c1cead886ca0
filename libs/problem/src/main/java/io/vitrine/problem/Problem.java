package io.vitrine.problem;

/**
 * One thing that went wrong, as facts. Each feature has its own sealed family of these; none of
 * them knows HTTP.
 */
public interface Problem {
  ProblemKind kind();

  /** What to tell the client: one or two sentences, no secrets, no internals. */
  String message();

  default ProblemException asException() {
    return new ProblemException(this);
  }
}
