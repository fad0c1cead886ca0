package io.vitrine.worker.importing;

import io.vitrine.events.Blob;
import io.vitrine.events.Cause;
import io.vitrine.events.ImportRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run of an import, in this worker's hands.
 *
 * @param claimedAt the registry's time: what it says of the task from later on is news
 * @param lease how long the registry waits for a sign of life
 * @param source what to begin with
 * @param expected what the source's digest has to be, where that is known
 * @param declaredFormat the disk format that the image claims; null where the source says it
 * @param containerFormat what the image says that the disk is wrapped in; null as above
 * @param outputFormat the format to convert to; null keeps what is there
 * @param targets where the result goes: the run's own key in each store that has still to get it
 * @param stages where the run may put what it fetches and what it unpacks, in this order
 * @param allMustSucceed whether one store that fails makes the others useless
 * @param maxSize bytes that the result may have at most
 * @param cause the request behind the import, and its user
 * @param traceParent where that is in a trace; null where it is in none
 */
public record ImportJob(
    UUID taskId,
    UUID imageId,
    UUID runId,
    Instant claimedAt,
    Duration lease,
    ImportSource source,
    Optional<ImportSource.ExpectedDigest> expected,
    @Nullable String declaredFormat,
    @Nullable String containerFormat,
    @Nullable String outputFormat,
    List<Blob.Copy> targets,
    List<Blob.Copy> stages,
    boolean allMustSucceed,
    long maxSize,
    Cause cause,
    @Nullable String traceParent) {

  private static final String BARE = "bare";

  public ImportJob {
    targets = List.copyOf(targets);
    stages = List.copyOf(stages);
    if (lease.isNegative() || lease.isZero()) {
      throw new IllegalArgumentException("lease of run " + runId + " is " + lease);
    }
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("run " + runId + " has nothing to do");
    }
  }

  /** Whether the bytes are the disk itself, and not something that holds it. */
  boolean isBare() {
    return containerFormat == null || containerFormat.equals(BARE);
  }

  /** The same with what is known now of the disk. */
  ImportJob describedBy(ImportRun.@Nullable Unpacked described) {
    return described == null
        ? this
        : with(described.diskFormat(), described.containerFormat(), targets);
  }

  private ImportJob with(
      @Nullable String declaredFormat, @Nullable String containerFormat, List<Blob.Copy> targets) {
    return new ImportJob(
        taskId,
        imageId,
        runId,
        claimedAt,
        lease,
        source,
        expected,
        declaredFormat,
        containerFormat,
        outputFormat,
        targets,
        stages,
        allMustSucceed,
        maxSize,
        cause,
        traceParent);
  }

  /** The same, with the store that has the bytes already as the first, where it is one of them. */
  ImportJob beginningIn(String store) {
    List<Blob.Copy> reordered =
        Stream.concat(
                targets.stream().filter(target -> target.store().equals(store)),
                targets.stream().filter(target -> !target.store().equals(store)))
            .toList();
    return with(declaredFormat, containerFormat, reordered);
  }

  ImportRun.Progressed progressed(Phase phase, long doneBytes, long totalBytes) {
    return new ImportRun.Progressed(
        imageId, taskId, runId, phase.wireName(), doneBytes, totalBytes);
  }

  ImportRun.Staged staged(Blob blob, ImportRun.@Nullable Unpacked unpacked) {
    return new ImportRun.Staged(imageId, taskId, runId, blob, unpacked);
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

  /** The run was no try: the worker is only told to stop. */
  ImportRun.GivenBack givenBack(String reason) {
    return new ImportRun.GivenBack(imageId, taskId, runId, reason, false, null);
  }

  /**
   * A try that came to nothing.
   *
   * @param store that did not do its part, where that is known
   */
  ImportRun.GivenBack givenUp(String reason, Optional<String> store) {
    return new ImportRun.GivenBack(imageId, taskId, runId, reason, true, store.orElse(null));
  }
}
