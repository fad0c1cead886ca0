package io.vitrine.store.scrub;

import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemKind;

/** Why a store is not scrubbed. */
public sealed interface ScrubProblem extends Problem {

  record UnknownStore(String store) implements ScrubProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.NOT_FOUND;
    }

    @Override
    public String message() {
      return "Store %s is not known.".formatted(store);
    }
  }

  /** One at a time in each replica: it asks much of the registry and of the store. */
  record Running() implements ScrubProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.CONFLICT;
    }

    @Override
    public String message() {
      return "A store is being scrubbed already.";
    }
  }
}
