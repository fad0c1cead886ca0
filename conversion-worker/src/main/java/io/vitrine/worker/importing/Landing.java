package io.vitrine.worker.importing;

import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.ObjectUpload;
import io.vitrine.objectstore.Undisturbed;
import java.io.IOException;
import org.jboss.logging.Logger;

/** Writes to the run's own key, and leaves something there only if the run lands. */
final class Landing {
  private static final Logger LOG = Logger.getLogger(Landing.class);

  private Landing() {}

  /** Fills an upload and completes it, or does not. */
  @FunctionalInterface
  interface Work {
    Outcome into(ObjectUpload upload) throws IOException, InterruptedException;
  }

  static Outcome of(ImportJob job, ObjectStore store, Work work)
      throws IOException, InterruptedException {
    ObjectUpload upload = store.begin(job.target());
    boolean landed = false;
    try {
      Outcome outcome = work.into(upload);
      landed = outcome instanceof Outcome.Landed;
      return outcome;
    } finally {
      if (!landed) {
        abort(store, upload, job);
      }
    }
  }

  /** Comes before any report, so that a reported failure has left nothing behind. */
  private static void abort(ObjectStore store, ObjectUpload upload, ImportJob job) {
    try {
      upload.abort();
    } catch (RuntimeException e) {
      LOG.warnf(e, "The upload to %s has not ended well", job.target());
    }
    leaveNothing(store, job.target());
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
