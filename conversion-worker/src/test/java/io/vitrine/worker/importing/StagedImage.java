package io.vitrine.worker.importing;

import io.vitrine.events.Blob;
import io.vitrine.events.Cause;
import io.vitrine.events.ImportRun.Staged;
import io.vitrine.objectstore.DigestValues;
import io.vitrine.objectstore.Digests;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.ObjectUpload;
import io.vitrine.packed.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An image that has been staged, and the run that is to import it. */
record StagedImage(UUID imageId, UUID taskId, Blob blob, String declaredFormat, long maxSize) {
  private static final long ONE_GIB = 1L << 30;

  static StagedImage in(ObjectStore store, byte[] bytes, String declaredFormat) {
    return in(store, "", bytes, declaredFormat);
  }

  /** What an earlier run has unpacked. */
  static StagedImage unpackedIn(ObjectStore store, byte[] bytes, String declaredFormat) {
    return in(store, Staged.UNPACKED, bytes, declaredFormat);
  }

  private static StagedImage in(
      ObjectStore store, String suffix, byte[] bytes, String declaredFormat) {
    UUID imageId = UUID.randomUUID();
    ObjectKey key = new ObjectKey("blobs/%s/%s%s".formatted(imageId, UUID.randomUUID(), suffix));
    try (ObjectUpload upload = store.begin(key)) {
      upload.write(bytes, 0, bytes.length);
      upload.complete();
    }
    DigestValues digests = digestsOf(bytes);
    Blob blob =
        new Blob(
            store.name(),
            key.value(),
            bytes.length,
            digests.md5(),
            DigestValues.SECOND_ALGORITHM,
            digests.sha512(),
            declaredFormat,
            null);
    return new StagedImage(imageId, UUID.randomUUID(), blob, declaredFormat, ONE_GIB);
  }

  /** Of a usual worker. */
  static final WorkerRules RULES =
      new WorkerRules(
          1,
          Duration.ofHours(1),
          Duration.ofMillis(50),
          Duration.ofSeconds(30),
          true,
          true,
          Limits.ANY_RATIO);

  static DigestValues digestsOf(byte[] bytes) {
    Digests digests = new Digests();
    digests.update(bytes, 0, bytes.length);
    return digests.finish();
  }

  StagedImage limitedTo(long bytes) {
    return new StagedImage(imageId, taskId, blob, declaredFormat, bytes);
  }

  ImportJob to(@Nullable String outputFormat) {
    return run(UUID.randomUUID(), outputFormat);
  }

  ImportJob run(UUID runId, @Nullable String outputFormat) {
    return run(runId, place(imageId, runId, ""), outputFormat);
  }

  ImportJob into(Blob.Copy target, @Nullable String outputFormat) {
    return run(UUID.randomUUID(), target, outputFormat);
  }

  private ImportJob run(UUID runId, Blob.Copy target, @Nullable String outputFormat) {
    return new ImportJob(
        taskId,
        imageId,
        runId,
        Instant.EPOCH,
        Duration.ofSeconds(15),
        new ImportSource.Staged(blob),
        Optional.empty(),
        declaredFormat,
        "bare",
        outputFormat,
        List.of(target),
        stages(imageId, runId),
        true,
        maxSize,
        Cause.request("req-test"),
        null);
  }

  static List<Blob.Copy> stages(UUID imageId, UUID runId) {
    return List.of(place(imageId, runId, Staged.FETCHED), place(imageId, runId, Staged.UNPACKED));
  }

  static Blob.Copy place(UUID imageId, UUID runId, String suffix) {
    return new Blob.Copy("primary", "blobs/%s/%s%s".formatted(imageId, runId, suffix));
  }

  /** Where the run's result goes first. */
  static ObjectKey target(ImportJob job) {
    return new ObjectKey(job.targets().getFirst().key());
  }

  /** Where the run puts what it unpacks. */
  static ObjectKey unpacked(ImportJob job) {
    return new ObjectKey(job.stages().getLast().key());
  }

  /** Where the run puts what it fetches. */
  static ObjectKey fetched(ImportJob job) {
    return new ObjectKey(job.stages().getFirst().key());
  }

  ObjectKey key() {
    return new ObjectKey(blob.key());
  }
}
