package io.vitrine.metadefs.definition;

import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemKind;

/** What can be wrong with a definition. */
public sealed interface DefinitionProblem extends Problem {

  record Invalid(String message) implements DefinitionProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.BAD_REQUEST;
    }
  }
}
