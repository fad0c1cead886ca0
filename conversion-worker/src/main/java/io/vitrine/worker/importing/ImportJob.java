package io.vitrine.worker.importing;

import io.vitrine.events.Blob;
import io.vitrine.events.ImportRun;
import io.vitrine.objectstore.ObjectKey;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One run of an import, in this worker's hands.
 *
 * @param lease how long the registry waits for a sign of life
 * @param source where the bytes come from
 * @param declaredFormat the disk format that the image claims
 * @param containerFormat what the image says that the disk is wrapped in
 * @param outputFormat the format to convert to; null keeps what is there
 * @param store where the result goes
 * @param target the run's own key in that store; nobody else writes there
 * @param maxSize bytes that the result may have at most
 * @param requestId the request behind the import
 */
public record ImportJob(
    UUID taskId,
    UUID imageId,
    UUID runId,
    Duration lease,
    ImportSource source,
    String declaredFormat,
    String containerFormat,
    @Nullable String outputFormat,
    String store,
    ObjectKey target,
    long maxSize,
    @Nullable String requestId) {

  private static final String BARE = "bare";

  public ImportJob {
    if (lease.isNegative() || lease.isZero()) {
      throw new IllegalArgumentException("lease of run " + runId + " is " + lease);
    }
  }

  /** Whether the bytes are the disk itself, and not something that holds it. */
  boolean isBare() {
    return containerFormat.equals(BARE);
  }

  ImportRun.Progressed progressed(Phase phase, long doneBytes, long totalBytes) {
    return new ImportRun.Progressed(
        imageId, taskId, runId, phase.wireName(), doneBytes, totalBytes);
  }

  ImportRun.Completed completed(Blob blob) {
    return new ImportRun.Completed(imageId, taskId, runId, blob);
  }

  ImportRun.StoreCopied copied(Blob.Copy copy, String osHashValue) {
    return new ImportRun.StoreCopied(imageId, taskId, runId, copy.store(), copy.key(), osHashValue);
  }

  ImportRun.Failed failed(String reason) {
    return new ImportRun.Failed(imageId, taskId, runId, reason);
  }
}
