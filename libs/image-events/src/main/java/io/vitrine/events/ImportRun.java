package io.vitrine.events;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.UUID;

/** What a conversion worker reports of one run of an import. */
public sealed interface ImportRun extends Fact {
  UUID taskId();

  UUID runId();

  /**
   * Work goes on: renews the lease.
   *
   * @param phase {@code inspect}, {@code convert} or {@code land}
   * @param totalBytes 0 while unknown
   */
  @FactType("io.vitrine.image.import-run-progressed.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record Progressed(
      UUID imageId, UUID taskId, UUID runId, String phase, long doneBytes, long totalBytes)
      implements ImportRun {}

  /** The result is in the store; it may be the staged blob itself where nothing had to change. */
  @FactType("io.vitrine.image.import-run-completed.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record Completed(UUID imageId, UUID taskId, UUID runId, Blob blob) implements ImportRun {}

  /**
   * One more store has the bytes of an image that is copied. The last one ends the task.
   *
   * @param osHashValue SHA-512 of what was written, hex
   */
  @FactType("io.vitrine.image.import-run-store-copied.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record StoreCopied(
      UUID imageId, UUID taskId, UUID runId, String store, String key, String osHashValue)
      implements ImportRun {}

  /**
   * The image cannot be imported, or copied to the stores that are left; trying again would not
   * help. {@code reason} is for the user.
   */
  @FactType("io.vitrine.image.import-run-failed.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record Failed(UUID imageId, UUID taskId, UUID runId, String reason) implements ImportRun {}
}
