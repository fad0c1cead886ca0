package io.vitrine.events;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.UUID;

/** How the work on an image goes, for whoever watches. */
public sealed interface TaskFact extends AboutImage {

  /**
   * The task is new, has got further, waits, or has ended; each fact tells all of it.
   *
   * @param task the task right after it
   */
  @FactType("io.vitrine.image.task-changed.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record TaskChanged(UUID imageId, TaskSnapshot task) implements TaskFact {}
}
