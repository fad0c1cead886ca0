package io.vitrine.gateway.live;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vitrine.events.TaskSnapshot;
import java.util.Objects;
import java.util.UUID;

/** A task at one moment, as a client is told it. */
record LiveTask(TaskSnapshot task) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  /** A fact may be anybody's: one that says nothing of a task is refused where it comes in. */
  LiveTask {
    Objects.requireNonNull(task.id());
    Objects.requireNonNull(task.status());
    Objects.requireNonNull(task.phase());
    Objects.requireNonNull(task.updatedAt());
  }

  UUID id() {
    return task.id();
  }

  boolean isNewerThan(LiveTask other) {
    return task.updatedAt().isAfter(other.task.updatedAt());
  }

  /** Whether nothing but bytes have come to that. */
  boolean isOnlyFurtherThan(LiveTask other) {
    TaskSnapshot old = other.task;
    return task.status().equals(old.status())
        && task.phase().equals(old.phase())
        && task.attempt() == old.attempt()
        && task.paused() == old.paused()
        && Objects.equals(task.message(), old.message());
  }

  /** The same again has the same id. */
  String eventId() {
    return task.id() + "/" + task.updatedAt();
  }

  /** On one line. */
  String json() {
    ObjectNode json = JSON.valueToTree(task);
    return json.put(
            "percent",
            TaskSnapshot.percent(task.status(), task.doneBytes(), task.totalBytes()).orElse(null))
        .toString();
  }
}
