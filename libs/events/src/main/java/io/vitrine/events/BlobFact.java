package io.vitrine.events;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.UUID;

/** What the store-service did with an upload that the registry granted. */
public sealed interface BlobFact extends AboutImage {
  UUID uploadId();

  /** All bytes are in the store. What that means for the image is the registry's decision. */
  @FactType("io.vitrine.image.blob-stored.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record BlobStored(UUID imageId, UUID uploadId, Blob blob) implements BlobFact {}

  /** Bytes are still coming: renews the upload's lease. */
  @FactType("io.vitrine.image.upload-progressed.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record UploadProgressed(UUID imageId, UUID uploadId, long receivedBytes) implements BlobFact {}

  /** The upload ended without an object; nothing of it is left in the store. */
  @FactType("io.vitrine.image.upload-failed.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record UploadFailed(UUID imageId, UUID uploadId, String reason) implements BlobFact {}
}
