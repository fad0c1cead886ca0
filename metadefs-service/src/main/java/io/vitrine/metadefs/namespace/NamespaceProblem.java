package io.vitrine.metadefs.namespace;

import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemKind;

/** What can go wrong with a namespace. */
public sealed interface NamespaceProblem extends Problem {

  record Invalid(String message) implements NamespaceProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.BAD_REQUEST;
    }
  }

  /**
   * The same answer for a namespace that does not exist and for one that the caller may not see.
   */
  record Missing(String name) implements NamespaceProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.NOT_FOUND;
    }

    @Override
    public String message() {
      return "The metadata definition namespace " + name + " could not be found.";
    }
  }

  record Exists(String name) implements NamespaceProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.CONFLICT;
    }

    @Override
    public String message() {
      return "The metadata definition namespace " + name + " already exists.";
    }
  }

  record Protected(String name) implements NamespaceProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.FORBIDDEN;
    }

    @Override
    public String message() {
      return "The metadata definition namespace %s is protected: nothing of it can be deleted."
          .formatted(name);
    }
  }

  record NotAllowed(String message) implements NamespaceProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.FORBIDDEN;
    }
  }
}
