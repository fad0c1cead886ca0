package io.vitrine.worker.importing;

import io.vitrine.events.Blob;
import io.vitrine.objectstore.DigestValues;
import io.vitrine.objectstore.Digests;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.ObjectStore;
import java.util.Set;

/** Copies an object into a store, and leaves something there only if it is the same bytes. */
final class StoreCopy {
  private final ObjectStore target;
  private final ObjectKey key;
  private final boolean verified;
  private final Heartbeat heartbeat;
  private long done;

  /**
   * @param verified whether the copy is read and digested
   */
  StoreCopy(ObjectStore target, ObjectKey key, boolean verified, Heartbeat heartbeat) {
    this.target = target;
    this.key = key;
    this.verified = verified;
    this.heartbeat = heartbeat;
  }

  /** Something has been copied, but not the image. */
  static final class WrongBytesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongBytesException(String message) {
      super(message);
    }
  }

  /**
   * Copies.
   *
   * @throws WrongBytesException if something else arrived
   */
  void of(Blob blob, ObjectStore source, ObjectKey from) {
    long copied = target.copyFrom(source, from, key, bytes -> moved(bytes, blob.size()));
    boolean good = false;
    try {
      requireSame("bytes", blob.size(), copied);
      if (verified) {
        requireSame("SHA-512", blob.osHashValue(), digest(blob));
      }
      good = true;
    } finally {
      if (!good) {
        Landing.leaveNothing(target, key);
      }
    }
  }

  private String digest(Blob blob) {
    return Digests.of(
            target,
            key,
            blob.size(),
            Set.of(DigestValues.SECOND_ALGORITHM),
            read -> heartbeat.moved())
        .sha512();
  }

  private static <T> void requireSame(String what, T expected, T found) {
    if (!found.equals(expected)) {
      throw new WrongBytesException(
          "the copy is not the image, its %s: %s instead of %s".formatted(what, found, expected));
    }
  }

  private void moved(long bytes, long total) {
    done += bytes;
    heartbeat.advanced(done, total);
  }
}
