package io.vitrine.problem;

/** Problems of a request as such, whatever it asks for. */
public sealed interface RequestProblem extends Problem {

  /** The request cannot be understood; {@code message} says which part and why. */
  record Malformed(String message) implements RequestProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.BAD_REQUEST;
    }
  }

  record UnsupportedMedia(String message) implements RequestProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.UNSUPPORTED_MEDIA;
    }
  }

  /** No token, an invalid one, or one that does not say for which project it acts. */
  record Unauthenticated(String message) implements RequestProblem {
    public Unauthenticated() {
      this("The request you have made requires authentication.");
    }

    @Override
    public ProblemKind kind() {
      return ProblemKind.UNAUTHENTICATED;
    }
  }

  record Forbidden(String message) implements RequestProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.FORBIDDEN;
    }
  }

  /** A service behind this one did not answer in time; trying again may help. */
  record Unavailable(String message) implements RequestProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.UNAVAILABLE;
    }
  }
}
