package io.vitrine.store.cache;

import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemKind;

/** Why a cache is not managed. */
public sealed interface CacheProblem extends Problem {

  /** No node caches anything. */
  record NotSupported() implements CacheProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.NOT_FOUND;
    }

    @Override
    public String message() {
      return "Caching via API is not supported at this site.";
    }
  }

  record NotActive() implements CacheProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.BAD_REQUEST;
    }

    @Override
    public String message() {
      return "Only images with status active can be targeted for queueing.";
    }
  }

  record UnknownTarget(String name) implements CacheProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.BAD_REQUEST;
    }

    @Override
    public String message() {
      return "x-image-cache-clear-target is 'cache', 'queue' or 'both', not '%s'.".formatted(name);
    }
  }

  /** The other nodes may not have heard of it. */
  record Untold() implements CacheProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.UNAVAILABLE;
    }

    @Override
    public String message() {
      return "The caches cannot be told now; try again in a moment.";
    }
  }
}
