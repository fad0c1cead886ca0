package io.vitrine.registry.importing;

import io.vitrine.identity.Caller;
import io.vitrine.identity.Role;
import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemKind;
import io.vitrine.remote.RemoteUrl;
import java.util.UUID;

/** What can go wrong with an import. */
public sealed interface ImportProblem extends Problem {

  record Missing(String taskId) implements ImportProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.NOT_FOUND;
    }

    @Override
    public String message() {
      return "No task found with ID " + taskId;
    }
  }

  record UnknownMarker(String marker) implements ImportProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.BAD_REQUEST;
    }

    @Override
    public String message() {
      return "Marker %s could not be found.".formatted(marker);
    }
  }

  /** A URL of a kind from which nothing is fetched. */
  record NoSuchScheme(ProblemKind kind) implements ImportProblem {

    /** As Glance answers: only a service could have meant a store, and there is none such here. */
    static NoSuchScheme forCaller(Caller caller, boolean admin) {
      return new NoSuchScheme(
          caller.has(Role.SERVICE) || admin ? ProblemKind.BAD_REQUEST : ProblemKind.FORBIDDEN);
    }

    @Override
    public String message() {
      return "No store here has such locations; supported are URLs of %s."
          .formatted(String.join(" and ", RemoteUrl.SCHEMES.stream().sorted().toList()));
    }
  }

  /** Nothing can be done about a task that has ended. */
  record Over(UUID taskId) implements ImportProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.CONFLICT;
    }

    @Override
    public String message() {
      return "Task %s has ended.".formatted(taskId);
    }
  }

  /** The image cannot be imported as it is. */
  record NotImportable(String message) implements ImportProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.CONFLICT;
    }
  }
}
