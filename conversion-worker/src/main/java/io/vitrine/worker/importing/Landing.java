package io.vitrine.worker.importing;

import io.vitrine.events.Blob;
import io.vitrine.objectstore.DigestValues;
import io.vitrine.objectstore.Digests;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.objectstore.ObjectUpload;
import io.vitrine.objectstore.Stores;
import io.vitrine.objectstore.Undisturbed;
import io.vitrine.worker.importing.ImportSource.ExpectedDigest;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes one object at one of the run's own keys, and leaves it there only if all went well. */
final class Landing {
  private static final Logger LOG = Logger.getLogger(Landing.class);

  private final Blob.Copy place;
  private final ObjectStore store;
  private final ObjectKey key;
  private final Heartbeat heartbeat;
  private boolean visible;

  Landing(Blob.Copy place, Stores stores, Heartbeat heartbeat) {
    this.place = place;
    this.store = stores.require(place.store());
    this.key = new ObjectKey(place.key());
    this.heartbeat = heartbeat;
  }

  /** Fills an upload and {@linkplain #complete completes} it, or throws. */
  @FunctionalInterface
  interface Work {
    Blob into(ObjectUpload upload) throws IOException, InterruptedException;
  }

  /** Writes all the bytes of an object, or throws. */
  @FunctionalInterface
  interface Writing {
    void to(DigestingSink sink) throws IOException, InterruptedException;
  }

  ObjectStore store() {
    return store;
  }

  ObjectKey key() {
    return key;
  }

  Blob of(Work work) throws IOException, InterruptedException {
    try {
      return of(store.begin(key), work);
    } catch (ObjectStoreException e) {
      throw e.in(place.store());
    }
  }

  private Blob of(ObjectUpload upload, Work work) throws IOException, InterruptedException {
    boolean landed = false;
    try {
      Blob result = work.into(upload);
      landed = true;
      return result;
    } finally {
      if (!landed) {
        // Comes before any report, so that a reported failure has left nothing behind.
        giveUp(upload);
      }
    }
  }

  /**
   * What comes from its first byte to its last.
   *
   * @param what as the object of a sentence
   * @param format of the disk
   * @param expected what it has to be
   */
  Blob of(String what, String format, Optional<ExpectedDigest> expected, Writing writing)
      throws IOException, InterruptedException {
    return of(upload -> {
      DigestingSink sink = new DigestingSink(upload, algorithms(expected), heartbeat::moved);
      writing.to(sink);
      DigestValues digests = sink.finish();
      if (expected.isPresent()) {
        expected.get().require(what, digests.of(expected.get().algorithm()));
      }
      return blob(complete(upload, sink.taken()), digests, format, null);
    });
  }

  private static Set<String> algorithms(Optional<ExpectedDigest> expected) {
    return Stream.concat(Digests.USUAL.stream(), expected.stream().map(ExpectedDigest::algorithm))
        .collect(Collectors.toSet());
  }

  /**
   * Makes the object visible.
   *
   * @param written how many bytes it has to have
   */
  long complete(ObjectUpload upload, long written) {
    heartbeat.enter(Phase.LAND);
    long size = upload.complete();
    visible = true;
    if (size != written) {
      throw new IllegalStateException(
          "%d bytes were written, %d are in the store".formatted(written, size));
    }
    return size;
  }

  Blob blob(long size, DigestValues digests, String format, @Nullable Long virtualSize) {
    return new Blob(
        place.store(),
        place.key(),
        size,
        digests.md5(),
        DigestValues.SECOND_ALGORITHM,
        digests.sha512(),
        format,
        virtualSize);
  }

  private void giveUp(ObjectUpload upload) {
    if (visible) {
      leaveNothing(store, key);
      return;
    }
    try {
      upload.abort();
    } catch (RuntimeException e) {
      LOG.warnf(e, "Something may be left at %s; the registry has it released", key);
    }
  }

  /** Also by a run that is cancelled. */
  static void leaveNothing(ObjectStore store, ObjectKey key) {
    try {
      Undisturbed.run(() -> store.release(key));
    } catch (RuntimeException e) {
      LOG.warnf(e, "Something may be left at %s; the registry has it released", key);
    }
  }
}
