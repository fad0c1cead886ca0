package io.vitrine.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** No image owns these bytes any more. */
public sealed interface BlobReleaseFact extends AboutImage {

  /**
   * The object at this key, and every unfinished upload to it, is to be removed.
   *
   * @param notBefore when whoever may still be writing there has stopped; null if nobody is. A part
   *     that arrives at an upload which is just being aborted may stay for ever
   */
  @FactType("io.vitrine.image.blob-released.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record BlobReleased(
      UUID imageId,
      String store,
      String key,
      String cause,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant notBefore)
      implements BlobReleaseFact {}
}
