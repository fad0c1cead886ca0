package io.vitrine.worker.importing;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.inspection.FormatInspector;
import io.vitrine.diskformats.inspection.Inspection;
import io.vitrine.diskformats.qcow2.Qcow2Image;
import io.vitrine.events.Blob;
import io.vitrine.objectstore.DigestValues;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.ObjectUpload;
import io.vitrine.worker.fetch.FetchException;
import io.vitrine.worker.fetch.RemoteSources;
import io.vitrine.worker.fetch.RemoteStream;
import io.vitrine.worker.importing.ImportSource.ExpectedDigest;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches an image, once: what is uploaded is digested and inspected on the way, so what becomes
 * the image is what was judged. Holds a few MiB, whatever the image's size.
 */
final class FetchRemote {
  private static final int PIECE = 1 << 20;

  /** By their names in the Image API. */
  private static final Map<String, String> JAVA_NAMES =
      Map.of("md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256", "sha512", "SHA-512");

  private final ImportJob job;
  private final ImportSource.Remote source;
  private final ObjectStore store;
  private final Heartbeat heartbeat;

  private final FormatInspector inspector = new FormatInspector();
  private final @Nullable MessageDigest asked;
  private long received;

  FetchRemote(ImportJob job, ImportSource.Remote source, ObjectStore store, Heartbeat heartbeat) {
    this.job = job;
    this.source = source;
    this.store = store;
    this.heartbeat = heartbeat;
    this.asked = source.expected().map(FetchRemote::digest).orElse(null);
  }

  private static MessageDigest digest(ExpectedDigest expected) {
    try {
      return MessageDigest.getInstance(JAVA_NAMES.getOrDefault(expected.algorithm(), ""));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("there is no digest " + expected.algorithm(), e);
    }
  }

  Outcome run(RemoteSources remote, Reservations reservations)
      throws IOException, InterruptedException {
    heartbeat.enter(Phase.FETCH);
    try (RemoteStream stream =
        remote.open(source.url(), job.maxSize(), bytes -> reservations.extend(job, bytes))) {
      return Landing.of(job, store, upload -> land(stream, upload));
    } catch (FetchException e) {
      return new Outcome.Refused("%s cannot be fetched: %s".formatted(source.url(), e.reason()));
    }
  }

  private Outcome land(RemoteStream bytes, ObjectUpload upload)
      throws IOException, InterruptedException {
    DigestingSink sink = new DigestingSink(upload, heartbeat::moved);
    Optional<Outcome> refusal = receive(bytes, sink);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    DigestValues digests = sink.finish();
    refusal = mismatch();
    if (refusal.isPresent()) {
      return refusal.get();
    }
    return switch (Plan.judge(inspector.finish(received), job)) {
      case Inspection.Refused(String reason) -> new Outcome.Refused(reason);
      case Inspection.Accepted found -> {
        heartbeat.enter(Phase.LAND);
        complete(upload);
        checkTables(found);
        yield new Outcome.Landed(blob(digests, found));
      }
    };
  }

  /** Returns early what speaks against the image as soon as its first bytes tell. */
  private Optional<Outcome> receive(RemoteStream bytes, DigestingSink sink)
      throws FetchException, InterruptedException {
    byte[] piece = new byte[PIECE];
    boolean judged = false;
    for (int got = bytes.read(piece); got >= 0; got = bytes.read(piece)) {
      received += got;
      inspector.feed(piece, 0, got);
      Optional<Inspection> early =
          judged ? Optional.empty() : inspector.early(job.declaredFormat());
      if (early.isPresent()) {
        judged = true;
        if (Plan.judge(early.get(), job) instanceof Inspection.Refused(String reason)) {
          return Optional.of(new Outcome.Refused(reason));
        }
      }
      if (asked != null) {
        asked.update(piece, 0, got);
      }
      sink.write(piece, 0, got);
      heartbeat.advanced(received, bytes.announcedSize().orElse(0));
    }
    return Optional.empty();
  }

  private Optional<Outcome> mismatch() {
    if (asked == null) {
      return Optional.empty();
    }
    String found = HexFormat.of().formatHex(asked.digest());
    return source
        .expected()
        .filter(expected -> !expected.value().equals(found))
        .map(expected ->
            new Outcome.Refused(
                "The %s of the image at %s is %s, not %s as validation_data says."
                    .formatted(expected.algorithm(), source.url(), found, expected.value())));
  }

  private void complete(ObjectUpload upload) {
    long size = upload.complete();
    if (size != received) {
      throw new IllegalStateException(
          "%d bytes were received, %d are in the store".formatted(received, size));
    }
  }

  /** Inspection looks at a qcow2 image's header only; its tables may be anywhere. */
  private void checkTables(Inspection.Accepted found) throws IOException {
    if (found.format() == DiskFormat.QCOW2) {
      Qcow2Image.checkTables(StoredSource.open(store, job.target(), heartbeat::moved));
    }
  }

  private Blob blob(DigestValues digests, Inspection.Accepted found) {
    return new Blob(
        job.store(),
        job.target().value(),
        received,
        digests.md5(),
        DigestValues.SECOND_ALGORITHM,
        digests.sha512(),
        job.declaredFormat(),
        found.virtualSize().isPresent() ? (Long) found.virtualSize().getAsLong() : null);
  }
}
