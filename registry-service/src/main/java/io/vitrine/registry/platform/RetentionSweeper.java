package io.vitrine.registry.platform;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vitrine.registry.command.ForgetCommands;
import io.vitrine.registry.image.DeleteImage;
import io.vitrine.registry.image.DeletedImages;
import io.vitrine.registry.importing.ForgetTasks;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** Ends what is kept no longer. Several registries may do this at once: each row goes once. */
@ApplicationScoped
class RetentionSweeper {
  static final int BATCH = 100;
  private static final int TASKS = 10_000;
  private static final int COMMANDS = 10_000;

  private final DeletedImages deleted;
  private final DeleteImage images;
  private final ForgetTasks tasks;
  private final ForgetCommands commands;
  private final Clock clock;

  RetentionSweeper(
      DeletedImages deleted,
      DeleteImage images,
      ForgetTasks tasks,
      ForgetCommands commands,
      Clock clock) {
    this.deleted = deleted;
    this.images = images;
    this.tasks = tasks;
    this.commands = commands;
    this.clock = clock;
  }

  @Scheduled(
      every = "{vitrine.registry.retention.sweep-every}",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = ApplicationNotRunning.class)
  Uni<Void> sweep() {
    Instant now = clock.instant();
    return Multi.createBy()
        .repeating()
        .uni(AtomicInteger::new, failed -> purge(now, failed))
        .whilst(found -> found == BATCH)
        .collect()
        .last()
        .chain(() -> tasks.forget(TASKS))
        .chain(() -> commands.forget(COMMANDS))
        .replaceWithVoid();
  }

  /** Purges a batch, past those that failed before; returns how many there were. */
  private Uni<Integer> purge(Instant now, AtomicInteger failed) {
    return deleted
        .due(now, failed.get(), BATCH)
        .chain(found ->
            Sweep.each(found, images::purge).invoke(failed::addAndGet).replaceWith(found.size()));
  }
}
