package io.vitrine.worker.importing;

import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.ObjectUpload;
import io.vitrine.objectstore.Undisturbed;
import java.io.IOException;
import org.jboss.logging.Logger;

/** Writes to one of the run's own keys, and leaves something there only if all went well. */
final class Landing {
  private static final Logger LOG = Logger.getLogger(Landing.class);

  private Landing() {}

  /** Fills an upload and completes it, or throws. */
  @FunctionalInterface
  interface Work<T> {
    T into(ObjectUpload upload) throws IOException, InterruptedException;
  }

  static <T> T at(ObjectStore store, ObjectKey key, Work<T> work)
      throws IOException, InterruptedException {
    ObjectUpload upload = store.begin(key);
    boolean landed = false;
    try {
      T result = work.into(upload);
      landed = true;
      return result;
    } finally {
      if (!landed) {
        abort(store, upload, key);
      }
    }
  }

  /** Comes before any report, so that a reported failure has left nothing behind. */
  private static void abort(ObjectStore store, ObjectUpload upload, ObjectKey key) {
    try {
      upload.abort();
    } catch (RuntimeException e) {
      LOG.warnf(e, "The upload to %s has not ended well", key);
    }
    leaveNothing(store, key);
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
