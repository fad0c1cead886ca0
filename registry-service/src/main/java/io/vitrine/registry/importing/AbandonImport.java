package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.registry.importing.ImportTask.State.Paused;
import io.vitrine.registry.importing.ImportTask.State.Pending;
import io.vitrine.registry.importing.ImportTask.State.Running;
import java.time.Instant;
import java.util.UUID;

/**
 * Ends a task whose image is gone, or does not wait for it any more: nobody needs it. Needs a
 * surrounding unit of work.
 */
final class AbandonImport {
  private static final String DELETED = "The image was deleted.";

  private final ImportTasks tasks;
  private final TaskLog log;
  private final Leftovers leftovers;

  AbandonImport(ImportTasks tasks, TaskLog log, Leftovers leftovers) {
    this.tasks = tasks;
    this.log = log;
    this.leftovers = leftovers;
  }

  /** A worker that still renews its lease is left to find out by itself. */
  Uni<Void> ifIdle(UUID taskId, Instant now) {
    return tasks
        .find(taskId)
        .chain(found ->
            found.map(task -> ifIdle(task, now)).orElseGet(() -> Uni.createFrom().voidItem()));
  }

  private Uni<Void> ifIdle(ImportTask task, Instant now) {
    return switch (task.state()) {
      case Running running when !running.leaseExpiresAt().isAfter(now) ->
          log.save(task.with(running.fail(DELETED), now))
              // What a silent worker wrote is nobody's.
              .chain(() -> leftovers.ofRun(task, running, DELETED));
      case Pending pending -> log.save(task.with(pending.fail(DELETED), now));
      case Paused paused -> log.save(task.with(paused.fail(DELETED), now));
      default -> Uni.createFrom().voidItem();
    };
  }
}
