package io.vitrine.worker.importing;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes tasks at the registry, which gives each to one run at a time. */
public interface Claims {

  /**
   * Claims an attempt of a task for a run. Blocks.
   *
   * @return empty where there is nothing to do: the attempt is outdated or taken, the task is gone
   * @throws IOException if the registry gave no answer; asking again may help
   * @throws UnreadableClaimException if it gave one that this worker cannot use
   */
  Optional<ImportJob> claim(UUID taskId, UUID runId, int attempt, @Nullable String requestId)
      throws IOException;

  /** The attempt is claimed, as what nobody knows. Its lease runs out, and another one follows. */
  final class UnreadableClaimException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreadableClaimException(UUID taskId, Throwable cause) {
      super("the claim of task " + taskId + " cannot be read", cause);
    }
  }
}
