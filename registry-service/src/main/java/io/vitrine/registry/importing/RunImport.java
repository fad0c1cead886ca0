package io.vitrine.registry.importing;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vitrine.events.ImportFact.ImportRequested;
import io.vitrine.events.ImportRun;
import io.vitrine.registry.image.Facts;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageStatus.Importing;
import io.vitrine.registry.image.Images;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.Orphans;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.importing.ImportSource.ActiveBytes;
import io.vitrine.registry.importing.ImportSource.RemoteLocation;
import io.vitrine.registry.importing.ImportSource.StagedBytes;
import io.vitrine.registry.importing.ImportTask.Progress;
import io.vitrine.registry.importing.ImportTask.State;
import io.vitrine.registry.importing.ImportTask.State.Failed;
import io.vitrine.registry.importing.ImportTask.State.Pending;
import io.vitrine.registry.importing.ImportTask.State.Running;
import io.vitrine.registry.importing.ImportTask.State.Succeeded;
import io.vitrine.registry.outbox.Outbox;
import io.vitrine.registry.outbox.UnitOfWork;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Hands tasks to workers and decides what their reports mean. Every run is fenced by its id:
 * reports of a run that lost its lease change nothing, and bytes that it left are released.
 *
 * <p>The image is locked before its task is read, so all that happens to one import is in order.
 */
@ApplicationScoped
public class RunImport {
  /** Characters of what a worker says went wrong. */
  private static final int MAX_REASON = 1_000;

  private static final String LOST = "the run had lost its lease";

  private final UnitOfWork unit;
  private final Images images;
  private final ImportTasks tasks;
  private final Orphans orphans;
  private final EndImport imports;
  private final EndCopy copies;
  private final Outbox outbox;
  private final ImportRules rules;
  private final Clock clock;

  public RunImport(
      UnitOfWork unit,
      Images images,
      ImportTasks tasks,
      Orphans orphans,
      EndImport imports,
      EndCopy copies,
      Outbox outbox,
      ImportRules rules,
      Clock clock) {
    this.unit = unit;
    this.images = images;
    this.tasks = tasks;
    this.orphans = orphans;
    this.imports = imports;
    this.copies = copies;
    this.outbox = outbox;
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * A task in the hands of one run.
   *
   * @param targets where it writes, at least one
   * @param maxSize bytes that the result may have
   */
  public record Claim(ImportTask task, Image image, List<Location> targets, long maxSize) {}

  /**
   * Gives the task to one run, which may ask again if it missed the answer; fails with {@link
   * ImportProblem.NotClaimable} otherwise.
   */
  public Uni<Claim> claim(UUID taskId, UUID runId, int attempt) {
    return unit.inTransaction(() ->
        tasks
            .find(taskId)
            .chain(found ->
                found.map(this::lock).orElseGet(() -> Uni.createFrom().item(Optional.empty())))
            .chain(work -> start(work, taskId, runId, attempt)));
  }

  public Uni<Void> on(ImportRun report) {
    return unit.inTransaction(() ->
        images
            .lock(report.imageId())
            .chain(image -> workOf(image, report.taskId()))
            .chain(work -> conclude(work, report)));
  }

  /**
   * Gives the task of a silent run to the next one, or gives it up after too many; offers a task
   * that nobody took once more.
   */
  public Uni<Void> expire(ImportTask silent) {
    return unit.inTransaction(() ->
        lock(silent)
            .chain(work -> work.map(this::expire).orElseGet(() -> abandonIfIdle(silent.id()))));
  }

  private Uni<Optional<Work>> lock(ImportTask task) {
    return images.lock(task.imageId()).chain(image -> workOf(image, task.id()));
  }

  private Uni<Optional<Work>> workOf(Optional<Image> found, UUID taskId) {
    Optional<Image> waiting =
        found.filter(image -> image.task().filter(taskId::equals).isPresent());
    return waiting.isEmpty()
        ? Uni.createFrom().item(Optional.empty())
        : tasks.find(taskId).map(task -> task.map(it -> new Work(waiting.get(), it)));
  }

  private Uni<Claim> start(Optional<Work> work, UUID taskId, UUID runId, int attempt) {
    Instant now = clock.instant();
    Instant leaseEnd = now.plus(rules.lease());
    return work.flatMap(w ->
            run(w.task().state(), runId, attempt, leaseEnd)
                .map(run -> claim(w, w.task().with(run, now), runId)))
        .map(claim -> tasks.save(claim.task()).replaceWith(claim))
        .orElseThrow(() -> new ImportProblem.NotClaimable(taskId).asException());
  }

  private static Claim claim(Work work, ImportTask running, UUID runId) {
    Image image = work.image();
    List<Location> targets =
        running.targets(runId).stream().filter(target -> isStillToDo(image, target)).toList();
    long maxSize =
        image.status() instanceof Importing importing
            ? importing.reserved()
            : image.data().map(StoredData::size).orElse(0L);
    return new Claim(running, image, targets, maxSize);
  }

  private static boolean isStillToDo(Image image, Location target) {
    return image.copying() == null || image.copying().pending().contains(target.store());
  }

  private static Optional<Running> run(State state, UUID runId, int attempt, Instant leaseEnd) {
    if (state.attempt() != attempt) {
      return Optional.empty();
    }
    return switch (state) {
      case Pending pending -> Optional.of(pending.start(runId, leaseEnd));
      case Running running when running.runId().equals(runId) ->
          Optional.of(running.report(running.progress(), leaseEnd));
      case Running _, Succeeded _, Failed _ -> Optional.empty();
    };
  }

  private Uni<Void> conclude(Optional<Work> found, ImportRun report) {
    Optional<Running> held = found.flatMap(work -> work.task().running(report.runId()));
    if (found.isEmpty() || held.isEmpty()) {
      return late(report);
    }
    Work work = found.get();
    Running running = held.get();
    Instant now = clock.instant();
    return switch (report) {
      case ImportRun.Progressed progressed ->
          tasks.save(work.task().with(renewed(running, progress(progressed), now), now));
      case ImportRun.Completed completed
          when work.image().status() instanceof Importing importing ->
          imports.succeed(work, importing, running, Facts.storedData(completed.blob()), now);
      case ImportRun.StoreCopied copied when work.task().source() instanceof ActiveBytes ->
          copies.arrived(work, renewed(running, running.progress(), now), copied, now);
      case ImportRun.Failed failed -> fail(work, running, plain(failed.reason()), now);
      case ImportRun.Completed _, ImportRun.StoreCopied _ -> late(report);
    };
  }

  private Running renewed(Running running, Progress progress, Instant now) {
    return running.report(progress, now.plus(rules.lease()));
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
      case ImportRun.Completed completed ->
          orphans.release(
              completed.imageId(),
              new Location(completed.blob().store(), completed.blob().key()),
              LOST);
      case ImportRun.StoreCopied copied ->
          orphans.release(copied.imageId(), new Location(copied.store(), copied.key()), LOST);
      case ImportRun.Progressed _, ImportRun.Failed _ -> Uni.createFrom().voidItem();
    };
  }

  private Uni<Void> fail(Work work, Running running, String reason, Instant now) {
    Uni<Void> failed =
        switch (work.task().source()) {
          case ActiveBytes copy -> copies.fail(work, running, copy, reason, now);
          case StagedBytes _, RemoteLocation _ ->
              imports.fail(work, (Importing) work.image().status(), running, reason, now);
        };
    return failed.chain(() -> releaseTargets(work.task(), running, reason));
  }

  private Uni<Void> releaseTargets(ImportTask task, Running running, String cause) {
    return Multi.createFrom()
        .iterable(task.targets(running.runId()))
        .onItem()
        .transformToUniAndConcatenate(target -> orphans.release(task.imageId(), target, cause))
        .collect()
        .asList()
        .replaceWithVoid();
  }

  private Uni<Void> expire(Work work) {
    Instant now = clock.instant();
    return switch (work.task().state()) {
      case Running running when !running.leaseExpiresAt().isAfter(now) ->
          expire(work, running, now);
      case Pending pending when !pending.offerAt().isAfter(now) -> offer(work.task(), pending, now);
      case Running _, Pending _, Succeeded _, Failed _ -> Uni.createFrom().voidItem();
    };
  }

  private Uni<Void> expire(Work work, Running running, Instant now) {
    if (running.attempt() >= rules.maxAttempts()) {
      return fail(
          work,
          running,
          "The import was given up: %d workers stopped while they ran it."
              .formatted(running.attempt()),
          now);
    }
    Pending pending = running.retry(now.plus(rules.pauseAfter(running.attempt())));
    ImportTask task = work.task().with(pending, now);
    Uni<Void> waiting = tasks.save(task).chain(() -> releaseTargets(task, running, LOST));
    return pending.offerAt().isAfter(now)
        ? waiting
        : waiting.chain(() -> offer(task, pending, now));
  }

  /** The task is claimed once, however often it is offered. */
  private Uni<Void> offer(ImportTask task, Pending pending, Instant now) {
    Pending offered = new Pending(pending.attempt(), now.plus(rules.offerAgain()));
    return tasks
        .save(task.with(offered, now))
        .chain(() ->
            outbox.publish(
                new ImportRequested(task.imageId(), task.id(), task.owner(), pending.attempt())));
  }

  /** The image is gone: nobody needs the task, and what a silent worker wrote is nobody's. */
  private Uni<Void> abandonIfIdle(UUID taskId) {
    return tasks
        .find(taskId)
        .chain(
            found -> found.map(this::abandonIfIdle).orElseGet(() -> Uni.createFrom().voidItem()));
  }

  private Uni<Void> abandonIfIdle(ImportTask task) {
    Instant now = clock.instant();
    Failed deleted = new Failed(task.state().attempt(), "The image was deleted.");
    return switch (task.state()) {
      case Running running when !running.leaseExpiresAt().isAfter(now) ->
          tasks
              .save(task.with(deleted, now))
              .chain(() -> releaseTargets(task, running, deleted.message()));
      case Pending _ -> tasks.save(task.with(deleted, now));
      case Running _, Succeeded _, Failed _ -> Uni.createFrom().voidItem();
    };
  }
}
