package io.vitrine.events;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.UUID;

/** Work for the conversion workers. */
public sealed interface ImportFact extends Fact {

  /**
   * An import waits for a worker, which claims it at the registry before it starts.
   *
   * @param attempt 1 for the first try; grows by one each time the lease of a worker ran out
   */
  @FactType("io.vitrine.image.import-requested.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record ImportRequested(UUID imageId, UUID taskId, String projectId, int attempt)
      implements ImportFact {}
}
