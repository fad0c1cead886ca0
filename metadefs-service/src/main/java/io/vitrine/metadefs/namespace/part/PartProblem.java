package io.vitrine.metadefs.namespace.part;

import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemKind;

/** What can go wrong with the parts of a namespace. */
public sealed interface PartProblem extends Problem {

  record Invalid(String message) implements PartProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.BAD_REQUEST;
    }
  }

  record Missing(PartKind<?> of, String name) implements PartProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.NOT_FOUND;
    }

    @Override
    public String message() {
      return "The metadata definition %s %s could not be found.".formatted(of.text(), name);
    }
  }

  record Exists(PartKind<?> of, String name) implements PartProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.CONFLICT;
    }

    @Override
    public String message() {
      return "The metadata definition %s %s already exists.".formatted(of.text(), name);
    }
  }

  record TooLarge(String message) implements PartProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.TOO_LARGE;
    }
  }
}
