package io.vitrine.store;

import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemKind;

/** The registry said no, or nothing. */
public sealed interface RegistryProblem extends Problem {

  /** The registry's own refusal, passed on as it is. */
  record Refused(ProblemKind kind, String message) implements RegistryProblem {}

  record Silent() implements RegistryProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.UNAVAILABLE;
    }

    @Override
    public String message() {
      return "The image registry does not answer; try again in a moment.";
    }
  }
}
