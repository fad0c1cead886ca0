package io.vitrine.events;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.UUID;

/** Work for the conversion workers, and what they could not do. */
public sealed interface ImportFact extends AboutImage {

  /**
   * Work waits. The registry decides which import is next, so this tells all workers that it is
   * time to ask, and gives none of them this one.
   *
   * @param attempt 1 for the first try; grows by one with each that came to nothing
   */
  @FactType("io.vitrine.image.import-requested.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record ImportRequested(UUID imageId, UUID taskId, String projectId, int attempt)
      implements ImportFact {}

  /**
   * All tries of an import came to nothing, for no fault of the image that is known. A person
   * should look: the record lies among the dead letters.
   *
   * @param cause of the last try's end
   */
  @FactType("io.vitrine.image.import-given-up.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record ImportGivenUp(UUID imageId, UUID taskId, String projectId, int attempts, String cause)
      implements ImportFact {}
}
