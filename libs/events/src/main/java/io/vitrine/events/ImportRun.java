package io.vitrine.events;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a conversion worker reports of one run of an import. */
public sealed interface ImportRun extends AboutImage {
  UUID taskId();

  UUID runId();

  /**
   * Work goes on: renews the lease.
   *
   * @param phase as {@link TaskSnapshot} has it
   * @param doneBytes of the phase
   * @param totalBytes of the phase; 0 while unknown
   */
  @FactType("io.vitrine.image.import-run-progressed.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record Progressed(
      UUID imageId, UUID taskId, UUID runId, String phase, long doneBytes, long totalBytes)
      implements ImportRun {}

  /**
   * The bytes that the import goes on with are in a store: they were fetched, or unpacked. From now
   * on another run would begin with them, and whatever they were made from is needed no more.
   *
   * @param unpacked what is known of the disk beside its bytes; null where that is nothing
   */
  @FactType("io.vitrine.image.import-run-staged.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record Staged(UUID imageId, UUID taskId, UUID runId, Blob blob, @Nullable Unpacked unpacked)
      implements ImportRun {
    /** How the key ends at which a run puts what it fetches. */
    public static final String FETCHED = "-fetched";

    /** The same for what it unpacks. */
    public static final String UNPACKED = "-unpacked";
  }

  /**
   * What a disk's container, or the service that it was fetched from, says of it.
   *
   * @param containerFormat what is still around it
   * @param minDisk GB; 0 is unknown
   * @param minRam MB; 0 is unknown
   * @param properties by the names of image properties
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Unpacked(
      String containerFormat,
      String diskFormat,
      int minDisk,
      int minRam,
      Map<String, String> properties) {
    public Unpacked {
      properties = Map.copyOf(properties);
    }
  }

  /**
   * The run ends with nothing, and that is not known to be the image's fault; another may follow.
   *
   * @param reason for the user, should there be no other
   * @param counts whether this was a try; a worker that is only told to stop has not failed
   * @param store that did not do its part; null where it was none, or nobody knows which
   */
  @FactType("io.vitrine.image.import-run-given-back.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record GivenBack(
      UUID imageId, UUID taskId, UUID runId, String reason, boolean counts, @Nullable String store)
      implements ImportRun {}

  /** The result is in one store; it may be the staged blob itself where nothing had to change. */
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
