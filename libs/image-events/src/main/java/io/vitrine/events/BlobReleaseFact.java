package io.vitrine.events;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.UUID;

/** No image owns these bytes any more. */
public sealed interface BlobReleaseFact extends Fact {

  /** The object at this key, and every unfinished upload to it, is to be removed. */
  @FactType("io.vitrine.image.blob-released.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record BlobReleased(UUID imageId, String store, String key, String cause)
      implements BlobReleaseFact {}
}
