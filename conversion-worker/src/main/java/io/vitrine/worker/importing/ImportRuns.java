package io.vitrine.worker.importing;

import io.vitrine.events.ImportFact.ImportRequested;
import io.vitrine.events.ImportRun;
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
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * The runs of this worker, in a fixed number of slots.
 *
 * <pre>
 *   request ──slot free──▶ claim ──refused──▶ dropped
 *                            │  ▲
 *                            │  └─ registry away: again, with back-off
 *                            ▼
 *                         running ──▶ Completed or Failed reported, or nothing (abandoned, cancelled)
 * </pre>
 */
@ApplicationScoped
public class ImportRuns {
  private static final Logger LOG = Logger.getLogger(ImportRuns.class);

  private final Claims claims;
  private final RunImport runImport;
  private final Reports reports;
  private final RunWatch watch;
  private final Pauses pauses;
  private final Duration reportPatience;

  private final Semaphore slots;
  private final ExecutorService threads;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("import-heartbeat").daemon().factory());
  private final Map<UUID, Running> running = new ConcurrentHashMap<>();
  private final long heartbeatMillis;

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
    this.reportPatience = rules.reportPatience();
    this.heartbeatMillis = rules.heartbeat().toMillis();
    this.slots = new Semaphore(rules.slots());
    this.threads =
        Executors.newFixedThreadPool(
            rules.slots(), Thread.ofPlatform().name("import-run-", 1).factory());
  }

  /** A run and its thread, so that an interrupt never hits the run that comes next. */
  private static final class Running {
    private final UUID imageId;
    private @Nullable Thread thread;
    private boolean cancelled;

    Running(UUID imageId) {
      this.imageId = imageId;
    }

    synchronized void begin() {
      thread = Thread.currentThread();
      if (cancelled) {
        thread.interrupt();
      }
    }

    synchronized void cancel() {
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

  /**
   * Waits for a free slot and claims the import. Once this returns the request is in good hands:
   * the lease guards it, or nobody needs it any more. Blocks, while the registry is away for as
   * long as that takes.
   *
   * @throws RuntimeException if the request cannot be served, now or later
   */
  public void accept(ImportRequested request, @Nullable String requestId)
      throws InterruptedException {
    slots.acquire();
    boolean started = false;
    try {
      Optional<ImportJob> job = claim(request, requestId);
      if (job.isPresent()) {
        start(job.get());
        started = true;
      } else {
        LOG.infof("Attempt %d of task %s is not to be had", request.attempt(), request.taskId());
        watch.onDropped();
      }
    } finally {
      if (!started) {
        slots.release();
      }
    }
  }

  private Optional<ImportJob> claim(ImportRequested request, @Nullable String requestId)
      throws InterruptedException {
    UUID runId = UUID.randomUUID();
    for (int tries = 1; ; tries++) {
      try {
        return claims.claim(request.taskId(), runId, request.attempt(), requestId);
      } catch (IOException e) {
        LOG.warnf("Task %s cannot be claimed yet: %s", request.taskId(), e.getMessage());
        pauses.before(tries);
      }
    }
  }

  private void start(ImportJob job) {
    Running run = new Running(job.imageId());
    running.put(job.runId(), run);
    threads.execute(() -> runInSlot(job, run));
  }

  private void runInSlot(ImportJob job, Running run) {
    run.begin();
    watch.onStarted();
    if (job.requestId() != null) {
      MDC.put("requestId", job.requestId());
    }
    MDC.put("imageId", job.imageId().toString());
    long begin = System.nanoTime();
    Heartbeat heartbeat =
        new Heartbeat(job, reports, System::nanoTime, () -> cancel(job.runId(), "lease lost"));
    Future<?> ticks =
        ticker.scheduleAtFixedRate(
            heartbeat::tick, heartbeatMillis, heartbeatMillis, TimeUnit.MILLISECONDS);
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
      running.remove(job.runId());
      run.end();
      slots.release();
      watch.onEnded(outcome, Duration.ofNanos(System.nanoTime() - begin));
      MDC.clear();
    }
  }

  private void report(ImportJob job, Outcome outcome) {
    switch (outcome) {
      case Outcome.Landed landed -> {
        LOG.infof("Run %s has landed %s", job.runId(), landed.blob().key());
        deliver(job, job.completed(landed.blob()));
      }
      case Outcome.Told _ -> LOG.infof("Run %s has copied the image", job.runId());
      case Outcome.Refused refused -> {
        LOG.infof("Run %s refuses the image: %s", job.runId(), refused.reason());
        deliver(job, job.failed(refused.reason()));
      }
      case Outcome.Cancelled _ -> LOG.infof("Run %s is cancelled", job.runId());
      case Outcome.Abandoned abandoned ->
          LOG.warnf(abandoned.cause(), "Run %s is abandoned; another will follow", job.runId());
    }
  }

  /**
   * A result that may not have arrived is left alone: the registry adopts it if it did arrive, and
   * releases it with the lease if it did not.
   */
  private void deliver(ImportJob job, ImportRun result) {
    try {
      reports
          .send(result, job.requestId())
          .toCompletableFuture()
          .get(reportPatience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warnf(e, "The result of run %s may not have arrived", job.runId());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the runs for an image that nobody waits for any more. */
  public void cancelAllOf(UUID imageId, String cause) {
    running.forEach((runId, run) -> {
      if (run.imageId.equals(imageId)) {
        cancel(runId, cause);
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

  /** Takes nothing more and cancels every run; returns whether all had tidied up in time. */
  public boolean stop(Duration patience) throws InterruptedException {
    threads.shutdown();
    Set.copyOf(running.keySet()).forEach(runId -> cancel(runId, "the worker stops"));
    ticker.shutdownNow();
    return threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
  }
}
