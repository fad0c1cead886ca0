package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.TaskFact.TaskChanged;
import io.vitrine.events.TaskSnapshot;
import io.vitrine.outbox.Outbox;
import io.vitrine.registry.importing.ImportTask.Progress;
import io.vitrine.registry.importing.ImportTask.State;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes tasks, and tells whoever watches them. Needs a surrounding unit of work. */
@ApplicationScoped
public class TaskLog {
  private final ImportTasks tasks;
  private final Outbox outbox;

  public TaskLog(ImportTasks tasks, Outbox outbox) {
    this.tasks = tasks;
    this.outbox = outbox;
  }

  Uni<Void> add(ImportTask task) {
    return tasks.add(task).chain(() -> tell(task));
  }

  Uni<Void> save(ImportTask task) {
    return tasks.save(task).chain(() -> tell(task));
  }

  private Uni<Void> tell(ImportTask task) {
    return outbox.publish(new TaskChanged(task.imageId(), snapshot(task)));
  }

  private static TaskSnapshot snapshot(ImportTask task) {
    Progress progress = progress(task.state());
    return new TaskSnapshot(
        task.id(),
        task.imageId(),
        task.type(),
        task.source().method().wireName(),
        status(task.state()),
        task.by().project(),
        task.by().userId(),
        task.by().requestId(),
        runId(task.state()),
        task.state().attempt(),
        task.state() instanceof State.Paused,
        progress.phase(),
        progress.doneBytes(),
        progress.totalBytes(),
        message(task.state()),
        task.createdAt(),
        task.updatedAt());
  }

  private static @Nullable UUID runId(State state) {
    return state instanceof State.Running running ? running.runId() : null;
  }

  /** As the Image API names it. */
  public static String status(State state) {
    return switch (state) {
      case State.Pending _, State.Paused _ -> "pending";
      case State.Running _ -> "processing";
      case State.Succeeded _ -> "success";
      case State.Failed _ -> "failure";
    };
  }

  public static Progress progress(State state) {
    return switch (state) {
      case State.Running running -> running.progress();
      case State.Succeeded succeeded -> succeeded.progress();
      case State.Pending _, State.Paused _, State.Failed _ -> Progress.NONE;
    };
  }

  /** For a person; empty where there is nothing to say. */
  public static String message(State state) {
    return switch (state) {
      case State.Pending(int attempt, _, String cause) ->
          cause.isEmpty() ? "" : "Attempt %d follows: %s".formatted(attempt, cause);
      case State.Paused _ -> "Paused.";
      case State.Running running ->
          running.attempt() == 1
              ? running.progress().phase()
              : "%s (attempt %d)".formatted(running.progress().phase(), running.attempt()).strip();
      case State.Succeeded succeeded -> succeeded.message();
      case State.Failed(_, String message) -> message;
    };
  }
}
