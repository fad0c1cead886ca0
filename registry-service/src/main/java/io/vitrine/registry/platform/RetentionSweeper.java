package io.vitrine.registry.platform;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vitrine.registry.image.DeleteImage;
import io.vitrine.registry.image.DeletedImages;
import io.vitrine.registry.importing.ForgetTasks;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Ends what is kept no longer. Several registries may do this at once: each row goes once. */
@ApplicationScoped
class RetentionSweeper {
  private static final int BATCH = 100;
  private static final int TASKS = 10_000;

  private final DeletedImages deleted;
  private final DeleteImage images;
  private final ForgetTasks tasks;
  private final Clock clock;

  RetentionSweeper(DeletedImages deleted, DeleteImage images, ForgetTasks tasks, Clock clock) {
    this.deleted = deleted;
    this.images = images;
    this.tasks = tasks;
    this.clock = clock;
  }

  @Scheduled(
      every = "{vitrine.registry.retention.sweep-every}",
      concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> sweep() {
    return Sweep.each(deleted.due(clock.instant(), BATCH), images::purge)
        .chain(() -> tasks.forget(TASKS))
        .replaceWithVoid();
  }
}
