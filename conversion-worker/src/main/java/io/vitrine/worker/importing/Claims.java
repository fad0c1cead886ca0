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
   * @throws IOException if the registry gave no answer that can be used; asking again may help
   */
  Optional<ImportJob> claim(UUID taskId, UUID runId, int attempt, @Nullable String requestId)
      throws IOException;
}
