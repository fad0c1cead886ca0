package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.ImportFact.ImportRequested;
import io.vitrine.identity.Caller;
import io.vitrine.outbox.Outbox;
import io.vitrine.outbox.UnitOfWork;
import io.vitrine.registry.image.AuthorizedImages;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageStatus.Importing;
import io.vitrine.registry.importing.ImportTask.State.Open;
import io.vitrine.registry.importing.ImportTask.State.Paused;
import io.vitrine.registry.importing.ImportTask.State.Pending;
import io.vitrine.registry.importing.ImportTask.State.Running;
import io.vitrine.registry.policy.Rule;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/**
 * Holds an import up, lets it go on, ends it. Its worker hears of it with the task's next fact, and
 * whatever it reports after that is too late.
 */
@ApplicationScoped
public class SteerImport {
  private static final String CANCELLED = "The import was cancelled.";
  private static final String PAUSED = "the import was paused";

  private final UnitOfWork unit;
  private final AuthorizedImages authorized;
  private final ImportTasks tasks;
  private final TaskLog log;
  private final EndImport imports;
  private final EndCopy copies;
  private final Leftovers leftovers;
  private final Outbox outbox;
  private final Clock clock;

  public SteerImport(
      UnitOfWork unit,
      AuthorizedImages authorized,
      ImportTasks tasks,
      TaskLog log,
      EndImport imports,
      EndCopy copies,
      Leftovers leftovers,
      Outbox outbox,
      Clock clock) {
    this.unit = unit;
    this.authorized = authorized;
    this.tasks = tasks;
    this.log = log;
    this.imports = imports;
    this.copies = copies;
    this.leftovers = leftovers;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** What to do with an import; what is so already stays so. */
  public enum Action {
    /** Keeps what is complete; what is half done is done again. */
    PAUSE,
    RESUME,
    /** The image is as if the import had failed. */
    CANCEL
  }

  public Uni<Void> steer(Caller caller, UUID imageId, UUID taskId, Action action) {
    return unit.inTransaction(() ->
        authorized
            .lock(caller, imageId, Rule.MODIFY_IMAGE)
            .chain(image ->
                tasks
                    .find(taskId)
                    .map(found ->
                        found
                            .filter(task -> task.imageId().equals(imageId))
                            .orElseThrow(
                                () -> new ImportProblem.Missing(taskId.toString()).asException()))
                    .chain(task -> steer(image, task, action))));
  }

  private Uni<Void> steer(Image image, ImportTask task, Action action) {
    if (!(task.state() instanceof Open state) || image.task().filter(task.id()::equals).isEmpty()) {
      throw new ImportProblem.Over(task.id()).asException();
    }
    Work work = new Work(image, task);
    Instant now = clock.instant();
    return switch (action) {
      case PAUSE -> pause(work, state, now);
      case RESUME -> resume(work, state, now);
      case CANCEL -> cancel(work, state, now);
    };
  }

  private Uni<Void> pause(Work work, Open state, Instant now) {
    return switch (state) {
      case Paused _ -> Uni.createFrom().voidItem();
      case Pending pending -> log.save(work.task().with(pending.pause(), now));
      case Running running ->
          log.save(work.task().with(running.pause(), now))
              .chain(() -> leftovers.ofRun(work.task(), running, PAUSED));
    };
  }

  private Uni<Void> resume(Work work, Open state, Instant now) {
    if (!(state instanceof Paused paused)) {
      return Uni.createFrom().voidItem();
    }
    ImportTask task = work.task().with(paused.resume(now), now);
    return log.save(task)
        .chain(() ->
            outbox.publish(
                new ImportRequested(
                    task.imageId(), task.id(), task.by().project(), task.state().attempt())));
  }

  private Uni<Void> cancel(Work work, Open state, Instant now) {
    Uni<Void> ended =
        work.image().status() instanceof Importing importing
            ? imports.fail(work, importing, state.fail(CANCELLED), now)
            : copies.fail(work, state.fail(CANCELLED), CANCELLED, now);
    return state instanceof Running running
        ? ended.chain(() -> leftovers.ofRun(work.task(), running, CANCELLED))
        : ended;
  }
}
