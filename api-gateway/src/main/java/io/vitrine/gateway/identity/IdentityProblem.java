package io.vitrine.gateway.identity;

import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemKind;

/** What can be wrong with a call of the Identity API, beyond what any request can have. */
public sealed interface IdentityProblem extends Problem {

  /** Nothing there, or nothing the caller may know of. */
  record Missing(String what, String id) implements IdentityProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.NOT_FOUND;
    }

    @Override
    public String message() {
      return "Could not find %s: %s.".formatted(what, id);
    }
  }

  /** The token that was asked about is unknown, expired or revoked. */
  record TokenGone() implements IdentityProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.NOT_FOUND;
    }

    @Override
    public String message() {
      return "Could not recognize the token.";
    }
  }

  record Duplicate(String what, String name) implements IdentityProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.CONFLICT;
    }

    @Override
    public String message() {
      return "Conflict occurred attempting to store %s - Duplicate entry found with name %s."
          .formatted(what, name);
    }
  }

  record NotAllowed(String action) implements IdentityProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.FORBIDDEN;
    }

    @Override
    public String message() {
      return "You are not authorized to perform the requested action: identity:%s."
          .formatted(action);
    }
  }
}
