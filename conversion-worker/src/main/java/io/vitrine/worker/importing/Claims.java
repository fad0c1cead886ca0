package io.vitrine.worker.importing;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/** Gets work from the registry, which gives each task to one run at a time. */
@FunctionalInterface
public interface Claims {

  /**
   * Claims what is to be done next. Blocks.
   *
   * @param runId never used before
   * @return empty where nothing is to be done
   * @throws IOException if the registry gave no answer that helps; asking again may
   * @throws UnreadableClaimException if it gave a task that this worker cannot do
   */
  Optional<ImportJob> next(UUID runId) throws IOException;

  /** A task is claimed, as what nobody knows. Its lease runs out, and another worker gets it. */
  final class UnreadableClaimException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreadableClaimException(UUID runId, Throwable cause) {
      super("the task of run " + runId + " cannot be read", cause);
    }
  }
}
