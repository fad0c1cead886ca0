package io.vitrine.worker.importing;

import io.vitrine.events.Blob;
import io.vitrine.objectstore.DigestValues;
import io.vitrine.objectstore.Digests;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.ObjectUpload;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An image that has been staged, and the run that is to import it. */
record StagedImage(UUID imageId, UUID taskId, Blob blob, String declaredFormat, long maxSize) {
  private static final long ONE_GIB = 1L << 30;

  static StagedImage in(ObjectStore store, byte[] bytes, String declaredFormat) {
    UUID imageId = UUID.randomUUID();
    ObjectKey key = new ObjectKey("blobs/%s/%s".formatted(imageId, UUID.randomUUID()));
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
      new WorkerRules(1, Duration.ofHours(1), Duration.ofSeconds(30), true);

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
    return new ImportJob(
        taskId,
        imageId,
        runId,
        Duration.ofSeconds(15),
        new ImportSource.Staged(blob),
        declaredFormat,
        "bare",
        outputFormat,
        blob.store(),
        new ObjectKey("blobs/%s/%s".formatted(imageId, runId)),
        maxSize,
        "req-test");
  }

  ObjectKey key() {
    return new ObjectKey(blob.key());
  }
}
