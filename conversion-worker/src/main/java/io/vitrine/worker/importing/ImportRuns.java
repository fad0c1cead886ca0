package io.vitrine.worker.importing;

import io.vitrine.events.ImportRun;
import io.vitrine.events.TaskSnapshot;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * The runs of this worker, in a fixed number of slots. Whenever one is free it asks the registry
 * for what is next: when a run has ended, when the bell is rung, and every now and then.
 *
 * <pre>
 *   slot free ──▶ ask ──nothing──▶ wait for the bell
 *                  │  ▲
 *                  │  └─ registry away: again, with back-off
 *                  ▼
 *               running ──▶ Completed, Failed or GivenBack reported, or nothing (cancelled)
 * </pre>
 */
@ApplicationScoped
public class ImportRuns {
  private static final Logger LOG = Logger.getLogger(ImportRuns.class);
  private static final String STOPPED = "The worker was told to stop.";

  private final Claims claims;
  private final RunImport runImport;
  private final Reports reports;
  private final RunWatch watch;
  private final Pauses pauses;
  private final WorkerRules rules;

  private final Semaphore slots;
  private final Semaphore bell = new Semaphore(0);
  private final ExecutorService threads;
  private final Thread dispatcher;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("import-heartbeat").daemon().factory());
  private final Map<UUID, Running> running = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  public ImportRuns(
      Claims claims,
      RunImport runImport,
      Reports reports,
      RunWatch watch,
      Pauses pauses,
      WorkerRules rules) {
    this.claims = claims;
    this.runImport = runImport;
    this.reports = reports;
    this.watch = watch;
    this.pauses = pauses;
    this.rules = rules;
    this.slots = new Semaphore(rules.slots());
    this.threads =
        Executors.newFixedThreadPool(
            rules.slots(), Thread.ofPlatform().name("import-run-", 1).factory());
    this.dispatcher = Thread.ofVirtual().name("import-dispatcher").unstarted(this::dispatch);
  }

  /** A run and its thread, so that an interrupt never hits the run that comes next. */
  private static final class Running {
    private final ImportJob job;
    private @Nullable Thread thread;
    private boolean cancelled;

    Running(ImportJob job) {
      this.job = job;
    }

    synchronized void begin() {
      thread = Thread.currentThread();
      if (cancelled) {
        thread.interrupt();
      }
    }

    /** Once: another interrupt would disturb the tidying. */
    synchronized void cancel() {
      if (cancelled) {
        return;
      }
      cancelled = true;
      if (thread != null) {
        thread.interrupt();
      }
    }

    synchronized void end() {
      thread = null;
      var _ = Thread.interrupted();
    }

    synchronized boolean isCancelled() {
      return cancelled;
    }
  }

  /** From now on this worker asks for work. */
  public void start() {
    dispatcher.start();
  }

  /** There may be work. */
  public void ring() {
    bell.release();
  }

  private void dispatch() {
    try {
      for (int failures = 0; ; ) {
        try {
          ask();
          failures = 0;
        } catch (InterruptedException | RejectedExecutionException e) {
          throw e;
        } catch (Throwable e) {
          // Without this thread, the worker would live on and do nothing.
          failures++;
          pauses.before(failures);
          LOG.error("Asking for work went wrong", e);
        }
      }
    } catch (InterruptedException | RejectedExecutionException e) {
      LOG.debug("The worker stops: it asks for no more work");
    }
  }

  /** Waits for a slot and begins what is next, or waits for the bell. */
  private void ask() throws InterruptedException {
    slots.acquire();
    boolean begun = false;
    try {
      bell.drainPermits();
      Optional<ImportJob> job = next();
      job.ifPresent(this::start);
      begun = job.isPresent();
    } finally {
      if (!begun) {
        slots.release();
      }
    }
    if (!begun) {
      // Whoever misses the bell asks a little later.
      var _ = bell.tryAcquire(rules.askEvery().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private Optional<ImportJob> next() throws InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        // A run whose answer was lost may have ended by now, and what is at its keys is released.
        return claims.next(UUID.randomUUID());
      } catch (IOException e) {
        LOG.warnf("The registry cannot be asked for work: %s", e.getMessage());
        pauses.before(tries);
      } catch (RuntimeException e) {
        // What is claimed that way, another worker gets when its lease has run out.
        LOG.error("What the registry gave cannot be done here", e);
        watch.onUnreadable();
        pauses.before(tries);
        return Optional.empty();
      }
    }
  }

  private void start(ImportJob job) {
    Running run = new Running(job);
    running.put(job.runId(), run);
    try {
      threads.execute(() -> {
        try {
          runInSlot(job, run);
        } finally {
          running.remove(job.runId());
          run.end();
          slots.release();
        }
      });
    } catch (RejectedExecutionException | Error e) {
      running.remove(job.runId());
      deliver(job, job.givenBack(STOPPED));
      throw e;
    }
  }

  private void runInSlot(ImportJob job, Running run) {
    run.begin();
    RunWatch.Run watched = watch.onStarted(job);
    if (job.cause().requestId() != null) {
      MDC.put("requestId", job.cause().requestId());
    }
    MDC.put("imageId", job.imageId().toString());
    Heartbeat heartbeat =
        new Heartbeat(
            job,
            reports,
            System::nanoTime,
            () -> cancel(job.runId(), "lease lost"),
            watched::onPhase);
    long every = rules.heartbeat().toMillis();
    Future<?> ticks =
        ticker.scheduleAtFixedRate(heartbeat::tick, every, every, TimeUnit.MILLISECONDS);
    Outcome outcome = new Outcome.Abandoned(new IllegalStateException("the run broke off"));
    try {
      LOG.infof(
          "Run %s begins: %s %s to %s",
          job.runId(), job.source(), job.declaredFormat(), job.outputFormat());
      outcome = runImport.run(job, heartbeat);
      heartbeat.end();
      if (outcome instanceof Outcome.Abandoned && run.isCancelled()) {
        outcome = new Outcome.Cancelled();
      }
      report(job, outcome);
    } finally {
      ticks.cancel(false);
      watched.onEnded(outcome, heartbeat.end());
      MDC.clear();
    }
  }

  private void report(ImportJob job, Outcome outcome) {
    switch (outcome) {
      case Outcome.Done _ -> LOG.infof("Run %s has done it all", job.runId());
      case Outcome.Refused refused -> {
        LOG.infof("Run %s refuses the image: %s", job.runId(), refused.reason());
        deliver(job, job.failed(refused.reason()));
      }
      case Outcome.Cancelled _ -> {
        LOG.infof("Run %s is cancelled", job.runId());
        if (stopping) {
          // It was no failure, and another worker need not wait for the lease's end.
          deliver(job, job.givenBack(STOPPED));
        }
      }
      case Outcome.Abandoned abandoned -> {
        LOG.warnf(abandoned.cause(), "Run %s is abandoned; another may follow", job.runId());
        Throwable cause = abandoned.cause();
        deliver(job, job.givenUp(Blame.of(cause), Blame.store(cause)));
      }
    }
  }

  /** The lease's end says as much as a report that may not have arrived. */
  private void deliver(ImportJob job, ImportRun result) {
    // Being cancelled must not keep the report from going out.
    boolean interrupted = Thread.interrupted();
    try {
      reports
          .send(result, job.cause())
          .toCompletableFuture()
          .get(rules.reportPatience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warnf(e, "The result of run %s may not have arrived", job.runId());
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends the runs for an image that is no more. */
  public void forget(UUID imageId) {
    running.forEach((runId, run) -> {
      if (run.job.imageId().equals(imageId)) {
        cancel(runId, "the image was deleted");
      }
    });
  }

  /** Ends the run of a task that is no longer its: it was paused, cancelled or given to another. */
  public void heard(TaskSnapshot task) {
    running.forEach((runId, run) -> {
      if (run.job.taskId().equals(task.id())
          && task.updatedAt().isAfter(run.job.claimedAt())
          && !runId.equals(task.runId())) {
        cancel(runId, "the task is %s".formatted(task.status()));
      }
    });
  }

  private void cancel(UUID runId, String cause) {
    Running run = running.get(runId);
    if (run != null) {
      LOG.infof("Cancelling run %s: %s", runId, cause);
      run.cancel();
    }
  }

  /** Takes nothing more; returns whether all that runs has come to its own end in time. */
  public boolean drain(Duration patience) throws InterruptedException {
    dispatcher.interrupt();
    threads.shutdown();
    return threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Takes nothing more and cancels every run; returns whether all had tidied up in time. */
  public boolean stop(Duration patience) throws InterruptedException {
    stopping = true;
    if (!drain(Duration.ZERO)) {
      Set.copyOf(running.keySet()).forEach(runId -> cancel(runId, "the worker stops"));
    }
    ticker.shutdownNow();
    return drain(patience);
  }
}
