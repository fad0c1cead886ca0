package io.vitrine.problem;

import java.util.List;

/** Problems of a request as such, whatever it asks for. */
public sealed interface RequestProblem extends Problem {

  /** The request cannot be understood; {@code message} says which part and why. */
  record Malformed(String message) implements RequestProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.BAD_REQUEST;
    }
  }

  record TooLarge() implements RequestProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.TOO_LARGE;
    }

    @Override
    public String message() {
      return "The request body is too large.";
    }
  }

  /** The client did not send what it had announced. */
  record TooSlow() implements RequestProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.TIMEOUT;
    }

    @Override
    public String message() {
      return "The request body did not arrive in time.";
    }
  }

  record UnsupportedMedia(String message) implements RequestProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.UNSUPPORTED_MEDIA;
    }
  }

  /**
   * A patch in a dialect that is not spoken here.
   *
   * @param accepted the media types that are; the answer names them, as RFC 5789 asks
   */
  record UnsupportedPatch(List<String> accepted) implements RequestProblem {
    public UnsupportedPatch {
      accepted = List.copyOf(accepted);
    }

    @Override
    public ProblemKind kind() {
      return ProblemKind.UNSUPPORTED_MEDIA;
    }

    @Override
    public String message() {
      return "Unsupported media type: a patch is %s.".formatted(String.join(" or ", accepted));
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

  record NotFound(String message) implements RequestProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.NOT_FOUND;
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
