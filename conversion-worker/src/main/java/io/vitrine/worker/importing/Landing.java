package io.vitrine.worker.importing;

import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.ObjectUpload;
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
        leaveNothing(store, upload, job);
      }
    }
  }

  /** Comes before any report, so that a reported failure has left nothing behind. */
  private static void leaveNothing(ObjectStore store, ObjectUpload upload, ImportJob job) {
    // A cancelled run arrives here interrupted, which would end these calls, too.
    boolean interrupted = Thread.interrupted();
    try {
      upload.abort();
      store.release(job.target());
    } catch (RuntimeException e) {
      LOG.warnf(e, "Something may be left at %s; the registry has it released", job.target());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
