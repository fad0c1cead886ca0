package io.vitrine.registry.quota;

import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemKind;

/** Why a project does not get more. */
public sealed interface QuotaProblem extends Problem {

  /** All numbers are images or bytes. */
  record Exceeded(Resource resource, long limit, long used, long asked) implements QuotaProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.TOO_LARGE;
    }

    @Override
    public String message() {
      return "The project has used %d%s of its limit %s of %d; %d more would exceed it."
          .formatted(used, resource.unit() == 1 ? "" : " bytes", resource.wireName(), limit, asked);
    }
  }
}
