package io.vitrine.registry.command;

import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemKind;

/** What can go wrong with a command as such. */
public sealed interface CommandProblem extends Problem {

  /** Another command had this id. */
  record IdReused(String id) implements CommandProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.CONFLICT;
    }

    @Override
    public String message() {
      return "Command %s came before with another content, or for another project.".formatted(id);
    }
  }

  record UnknownType(String type) implements CommandProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.NOT_IMPLEMENTED;
    }

    @Override
    public String message() {
      return "There is no command of type '%s'.".formatted(type);
    }
  }

  /** It failed for a reason of our own, again and again. */
  record Failed() implements CommandProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.INTERNAL;
    }

    @Override
    public String message() {
      return "The command could not be carried out; it is among the dead letters.";
    }
  }
}
