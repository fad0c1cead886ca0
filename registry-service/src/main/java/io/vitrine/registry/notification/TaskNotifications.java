package io.vitrine.registry.notification;

import static io.vitrine.registry.notification.Notification.info;

import io.vitrine.events.TaskSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Tasks. A fact tells how one stands, so what is news is seen by what only the first fact of its
 * kind has.
 */
final class TaskNotifications {
  private TaskNotifications() {}

  /**
   * What is new with a task.
   *
   * @param timeToLive of one that has ended
   */
  static List<Notification> of(TaskSnapshot task, Duration timeToLive) {
    return switch (task.status()) {
      case "pending" -> isNew(task) ? List.of(info("task.create", open(task))) : List.of();
      case "processing" ->
          isTaken(task)
              ? List.of(info("task.run", open(task)), info("task.processing", open(task)))
              : List.of();
      case "success" ->
          List.of(
              info(
                  "task.success",
                  ended(task, timeToLive)
                      .with("result", Map.of("image_id", task.imageId().toString()))));
      case "failure" ->
          List.of(info("task.failure", ended(task, timeToLive).with("message", task.message())));
      default -> List.of();
    };
  }

  private static boolean isNew(TaskSnapshot task) {
    return task.updatedAt().equals(task.createdAt());
  }

  /** A run's first report names a phase. */
  private static boolean isTaken(TaskSnapshot task) {
    return task.phase().isEmpty();
  }

  private static Fields ended(TaskSnapshot task, Duration timeToLive) {
    return open(task).time("expires_at", task.updatedAt().plus(timeToLive));
  }

  private static Fields open(TaskSnapshot task) {
    return new Fields()
        .with("id", task.id().toString())
        .with("type", task.type())
        .with("status", task.status())
        .with("result", null)
        .with("owner", task.owner())
        .with("message", null)
        .with("expires_at", null)
        .time("created_at", task.createdAt())
        .time("updated_at", task.updatedAt())
        .deleted(null);
  }
}
