package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.ImportFact.ImportGivenUp;
import io.vitrine.events.ImportFact.ImportRequested;
import io.vitrine.events.ImportRun;
import io.vitrine.outbox.Outbox;
import io.vitrine.outbox.UnitOfWork;
import io.vitrine.registry.image.Facts;
import io.vitrine.registry.image.ImageStatus.Complete;
import io.vitrine.registry.image.ImageStatus.Importing;
import io.vitrine.registry.image.Images;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.importing.ImportTask.Progress;
import io.vitrine.registry.importing.ImportTask.State.Pending;
import io.vitrine.registry.importing.ImportTask.State.Running;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the reports of workers mean. Every run is fenced by its id: reports of a run that
 * lost its lease change nothing, and bytes that it left are released.
 */
@ApplicationScoped
public class RunImport {
  /** Characters of what a worker says went wrong. */
  private static final int MAX_REASON = 1_000;

  private static final String LOST = "the run had lost its lease";
  private static final String SILENT = "The worker stopped.";

  private final UnitOfWork unit;
  private final Images images;
  private final ImportTasks tasks;
  private final TaskLog log;
  private final Leftovers leftovers;
  private final EndImport imports;
  private final EndCopy copies;
  private final AbandonImport abandoned;
  private final Outbox outbox;
  private final ImportRules rules;
  private final Clock clock;

  public RunImport(
      UnitOfWork unit,
      Images images,
      ImportTasks tasks,
      TaskLog log,
      Leftovers leftovers,
      EndImport imports,
      EndCopy copies,
      Outbox outbox,
      ImportRules rules,
      Clock clock) {
    this.unit = unit;
    this.images = images;
    this.tasks = tasks;
    this.log = log;
    this.leftovers = leftovers;
    this.imports = imports;
    this.copies = copies;
    this.abandoned = new AbandonImport(tasks, log, leftovers);
    this.outbox = outbox;
    this.rules = rules;
    this.clock = clock;
  }

  public Uni<Void> on(ImportRun report) {
    return unit.inTransaction(() ->
        LockedWork.find(images, tasks, report.imageId(), report.taskId())
            .chain(work -> conclude(work, report)));
  }

  /** Gives the task of a silent run to the next one, or gives it up after too many. */
  public Uni<Void> expire(ImportTask silent) {
    return unit.inTransaction(() ->
        LockedWork.find(images, tasks, silent.imageId(), silent.id())
            .chain(work ->
                work.map(this::expire)
                    .orElseGet(() -> abandoned.ifIdle(silent.id(), clock.instant()))));
  }

  private Uni<Void> conclude(Optional<Work> found, ImportRun report) {
    Optional<Running> held = found.flatMap(work -> work.task().running(report.runId()));
    if (found.isEmpty() || held.isEmpty()) {
      return late(report);
    }
    Work work = found.get();
    Running running = held.get();
    Instant now = clock.instant();
    Running renewed = running.report(running.progress(), now.plus(rules.lease()));
    return switch (report) {
      case ImportRun.Progressed progressed ->
          log.save(
              work.task()
                  .with(renewed.report(progress(progressed), renewed.leaseExpiresAt()), now));
      case ImportRun.Staged staged
          when work.image().status() instanceof Importing importing && importing.landed() == null ->
          imports.goOn(work, importing, renewed, staged, now);
      case ImportRun.Completed completed
          when work.image().status() instanceof Importing importing && importing.landed() == null ->
          imports.landed(work, importing, renewed, Facts.storedData(completed.blob()), now);
      case ImportRun.StoreCopied copied when !work.landed().isEmpty() || isCopy(work) ->
          copies.arrived(work, renewed, copied, now);
      case ImportRun.Failed failed -> fail(work, running, plain(failed.reason()), now);
      case ImportRun.GivenBack back -> giveBack(work, running, back, now);
      case ImportRun.Staged _, ImportRun.Completed _, ImportRun.StoreCopied _ -> late(report);
    };
  }

  private static boolean isCopy(Work work) {
    return work.image().status() instanceof Complete;
  }

  private static Progress progress(ImportRun.Progressed report) {
    return new Progress(report.phase(), report.doneBytes(), report.totalBytes());
  }

  /** A reason may repeat what some web server said: text of some length, all of it printable. */
  private static String plain(String reason) {
    return reason
        .codePoints()
        .limit(MAX_REASON)
        .map(
            c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? ' ' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** A result that nobody waits for is nobody's, unless it is a repetition of the adopted one. */
  private Uni<Void> late(ImportRun report) {
    return switch (report) {
      case ImportRun.Staged staged ->
          leftovers.release(
              staged.imageId(), new Location(staged.blob().store(), staged.blob().key()), LOST);
      case ImportRun.Completed completed ->
          leftovers.release(
              completed.imageId(),
              new Location(completed.blob().store(), completed.blob().key()),
              LOST);
      case ImportRun.StoreCopied copied ->
          leftovers.release(copied.imageId(), new Location(copied.store(), copied.key()), LOST);
      case ImportRun.Progressed _, ImportRun.Failed _, ImportRun.GivenBack _ ->
          Uni.createFrom().voidItem();
    };
  }

  private Uni<Void> fail(Work work, Running running, String reason, Instant now) {
    Uni<Void> failed =
        work.image().status() instanceof Importing importing
            ? imports.fail(work, importing, running.fail(reason), now)
            : copies.fail(work, EndCopy.endOf(work, running, reason), reason, now);
    return failed.chain(() -> leftovers.ofRun(work.task(), running, reason));
  }

  private Uni<Void> giveBack(Work work, Running running, ImportRun.GivenBack back, Instant now) {
    return back.counts()
        ? tryAgain(work, running, plain(back.reason()), back.store(), now)
        : wait(work, running, running.giveBack(now), now);
  }

  private Uni<Void> expire(Work work) {
    Instant now = clock.instant();
    return work.task().state() instanceof Running running && !running.leaseExpiresAt().isAfter(now)
        ? tryAgain(work, running, SILENT, null, now)
        : Uni.createFrom().voidItem();
  }

  /**
   * Has another run follow, or gives up.
   *
   * @param store that failed this one; null where none did
   */
  private Uni<Void> tryAgain(
      Work work, Running running, String cause, @Nullable String store, Instant now) {
    int attempts = running.attempt();
    ImportTask task = work.task();
    if (attempts < rules.patience().maxAttempts()) {
      Instant readyAt = now.plus(rules.patience().pauseAfter(attempts));
      return imports
          .leaveLast(work, store, now)
          .chain(next -> wait(next, running, running.retry(readyAt, cause), now));
    }
    String reason =
        "The import was given up after %d attempts. The last one: %s".formatted(attempts, cause);
    return fail(work, running, reason, now)
        .chain(() ->
            outbox.publish(
                new ImportGivenUp(
                    task.imageId(), task.id(), task.by().project(), attempts, cause)));
  }

  private Uni<Void> wait(Work work, Running running, Pending pending, Instant now) {
    ImportTask task = work.task().with(pending, now);
    Uni<Void> waiting = log.save(task).chain(() -> leftovers.ofRun(task, running, LOST));
    return pending.readyAt().isAfter(now)
        // Nobody could take it yet: workers find it when they ask by themselves.
        ? waiting
        : waiting.chain(() ->
            outbox.publish(
                new ImportRequested(
                    task.imageId(), task.id(), task.by().project(), pending.attempt())));
  }
}
