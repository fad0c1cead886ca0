package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.BlobReleaseFact.BlobReleased;
import io.vitrine.events.ImageFact.ImageActivated;
import io.vitrine.events.ImageFact.ImageImportFailed;
import io.vitrine.events.ImportFact.ImportRequested;
import io.vitrine.events.ImportRun;
import io.vitrine.registry.image.Facts;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageStatus.Importing;
import io.vitrine.registry.image.Images;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.Orphans;
import io.vitrine.registry.image.StoredData;
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
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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

  private final UnitOfWork unit;
  private final Images images;
  private final ImportTasks tasks;
  private final Orphans orphans;
  private final Outbox outbox;
  private final ImportRules rules;
  private final Clock clock;

  public RunImport(
      UnitOfWork unit,
      Images images,
      ImportTasks tasks,
      Orphans orphans,
      Outbox outbox,
      ImportRules rules,
      Clock clock) {
    this.unit = unit;
    this.images = images;
    this.tasks = tasks;
    this.orphans = orphans;
    this.outbox = outbox;
    this.rules = rules;
    this.clock = clock;
  }

  /** An import under way: the locked image, its state and its task. */
  private record Work(Image image, Importing status, ImportTask task) {}

  /**
   * A task in the hands of one run.
   *
   * @param containerFormat of the image, which says whether its bytes are a disk
   * @param reserved bytes that the result may have
   */
  public record Claim(ImportTask task, @Nullable String containerFormat, long reserved) {}

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
    if (found.isEmpty()
        || !(found.get().status() instanceof Importing importing)
        || !importing.taskId().equals(taskId)) {
      return Uni.createFrom().item(Optional.empty());
    }
    Image image = found.get();
    return tasks.find(taskId).map(task -> task.map(t -> new Work(image, importing, t)));
  }

  private Uni<Claim> start(Optional<Work> work, UUID taskId, UUID runId, int attempt) {
    Instant now = clock.instant();
    Instant leaseEnd = now.plus(rules.lease());
    return work.flatMap(w ->
            run(w.task().state(), runId, attempt, leaseEnd)
                .map(run -> claim(w, w.task().with(run, now))))
        .map(claim -> tasks.save(claim.task()).replaceWith(claim))
        .orElseThrow(() -> new ImportProblem.NotClaimable(taskId).asException());
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

  private static Claim claim(Work work, ImportTask running) {
    return new Claim(
        running, work.image().attributes().containerFormat(), work.status().reserved());
  }

  private Uni<Void> conclude(Optional<Work> found, ImportRun report) {
    Optional<Running> running = found.flatMap(work -> work.task().running(report.runId()));
    if (found.isEmpty() || running.isEmpty()) {
      return late(report);
    }
    Work work = found.get();
    Instant now = clock.instant();
    return switch (report) {
      case ImportRun.Progressed progress ->
          tasks.save(
              work.task()
                  .with(
                      running
                          .get()
                          .report(
                              new Progress(
                                  progress.phase(), progress.doneBytes(), progress.totalBytes()),
                              now.plus(rules.lease())),
                      now));
      case ImportRun.Completed completed ->
          succeed(work, running.get(), Facts.storedData(completed.blob()), now);
      case ImportRun.Failed failed -> fail(work, running.get(), plain(failed.reason()), now);
    };
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

  /** A result that came too late is nobody's, unless it is a repetition of the adopted one. */
  private Uni<Void> late(ImportRun report) {
    return switch (report) {
      case ImportRun.Completed completed ->
          orphans.release(
              completed.imageId(),
              new Location(completed.blob().store(), completed.blob().key()),
              "the run had lost its lease");
      case ImportRun.Progressed _, ImportRun.Failed _ -> Uni.createFrom().voidItem();
    };
  }

  private Uni<Void> succeed(Work work, Running running, StoredData result, Instant now) {
    Image active = work.image().imported(work.status(), result, now);
    Uni<Void> adopted =
        images
            .save(active)
            .chain(() -> tasks.save(work.task().with(running.succeed(), now)))
            .chain(() ->
                outbox.publish(new ImageActivated(Facts.snapshot(active), null, work.task().id())));
    return adopted.chain(() -> releaseStaged(work, active, "imported from staging"));
  }

  private Uni<Void> fail(Work work, Running running, String reason, Instant now) {
    Image queued = work.image().withStatus(work.status().fail(), now);
    return images
        .save(queued)
        .chain(() -> tasks.save(work.task().with(running.fail(reason), now)))
        .chain(() ->
            outbox.publish(new ImageImportFailed(Facts.snapshot(queued), work.task().id(), reason)))
        .chain(() -> releaseStaged(work, queued, reason))
        .chain(() -> releaseTarget(work, running, reason));
  }

  /** Unless the image, as it is afterwards, lives on in the staged bytes. */
  private Uni<Void> releaseStaged(Work work, Image after, String cause) {
    return work.image()
        .staged()
        .map(StoredData::first)
        .filter(staged -> !after.objects().contains(staged))
        .map(staged -> outbox.publish(Facts.released(after.id(), staged, cause)))
        .orElseGet(() -> Uni.createFrom().voidItem());
  }

  private Uni<Void> releaseTarget(Work work, Running running, String cause) {
    return outbox.publish(
        new BlobReleased(
            work.image().id(),
            work.task().source().store(),
            work.task().targetKey(running.runId()),
            cause));
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
    Uni<Void> waiting =
        tasks.save(task).chain(() -> releaseTarget(work, running, "the run had lost its lease"));
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
              .chain(() ->
                  outbox.publish(
                      new BlobReleased(
                          task.imageId(),
                          task.source().store(),
                          task.targetKey(running.runId()),
                          deleted.message())));
      case Pending _ -> tasks.save(task.with(deleted, now));
      case Running _, Succeeded _, Failed _ -> Uni.createFrom().voidItem();
    };
  }
}
