package io.vitrine.worker.importing;

import io.vitrine.events.ImportRun;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reports a run's progress, which renews its lease: at each change of phase, and with each {@link
 * #tick} while bytes move or others are waited for who limit the time. A run that hangs therefore
 * loses its lease, and so does one whose reports do not get through; the latter is told, since it
 * works for nobody.
 */
public final class Heartbeat {
  private static final Logger LOG = Logger.getLogger(Heartbeat.class);

  private final ImportJob job;
  private final Reports reports;
  private final LongSupplier nanoTime;
  private final Runnable onLeaseLost;
  private final ObjLongConsumer<Phase> onPhase;
  private final AtomicLong movements = new AtomicLong();

  private Phase phase = Phase.INSPECT;
  private long done;
  private long total;
  private long reportedMovements;
  private long renewedAt;
  private int waiting;
  private boolean underWay;
  private boolean ended;

  /**
   * @param nanoTime a clock that never jumps
   * @param onLeaseLost runs once, from {@link #tick}
   * @param onPhase is told of each phase, with the bytes that the one before it has got through
   */
  Heartbeat(
      ImportJob job,
      Reports reports,
      LongSupplier nanoTime,
      Runnable onLeaseLost,
      ObjLongConsumer<Phase> onPhase) {
    this.job = job;
    this.reports = reports;
    this.nanoTime = nanoTime;
    this.onLeaseLost = onLeaseLost;
    this.onPhase = onPhase;
    this.renewedAt = nanoTime.getAsLong();
  }

  synchronized void enter(Phase next) {
    onPhase.accept(next, done);
    phase = next;
    done = 0;
    total = 0;
    report();
  }

  synchronized void advanced(long doneBytes, long totalBytes) {
    done = doneBytes;
    total = totalBytes;
    moved();
  }

  /** Some bytes were read or written. For any thread. */
  void moved() {
    movements.incrementAndGet();
  }

  /** Reports part of the result, and waits until that cannot be lost any more. */
  void tell(ImportRun part) throws InterruptedException, ExecutionException {
    moved();
    reports.send(part, job.cause()).toCompletableFuture().get();
  }

  /** Something that limits its own time; nothing moves meanwhile. */
  @FunctionalInterface
  interface Waiting {
    long run() throws InterruptedException;
  }

  /** Waits for somebody else, without losing the lease for it. */
  long whileWaiting(Waiting wait) throws InterruptedException {
    add(1);
    try {
      return wait.run();
    } finally {
      add(-1);
    }
  }

  private synchronized void add(int more) {
    waiting += more;
  }

  synchronized void tick() {
    if (ended) {
      return;
    }
    if (nanoTime.getAsLong() - renewedAt > job.lease().toNanos()) {
      ended = true;
      onLeaseLost.run();
    } else if (!underWay && (movements.get() != reportedMovements || isBoundedByOthers())) {
      report();
    }
  }

  /**
   * Completing an upload and copying may move bytes inside the store only, and the store client
   * limits the time; a fetch limits by itself how long it waits for a server.
   */
  private boolean isBoundedByOthers() {
    return waiting > 0 || phase == Phase.LAND || phase == Phase.FETCH || phase == Phase.COPY;
  }

  /** No report after this; returns the bytes that the last phase has got through. */
  synchronized long end() {
    ended = true;
    return done;
  }

  private void report() {
    if (ended) {
      return;
    }
    underWay = true;
    reportedMovements = movements.get();
    long sentAt = nanoTime.getAsLong();
    reports
        .send(job.progressed(phase, done, total), job.cause())
        .whenComplete((_, failure) -> onReported(sentAt, failure));
  }

  private synchronized void onReported(long sentAt, @Nullable Throwable failure) {
    underWay = false;
    if (failure == null) {
      renewedAt = Math.max(renewedAt, sentAt);
    } else {
      LOG.warnf("A report of run %s did not get through: %s", job.runId(), failure);
    }
  }
}
