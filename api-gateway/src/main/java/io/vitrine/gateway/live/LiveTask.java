package io.vitrine.gateway.live;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vitrine.events.TaskSnapshot;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task at one moment, as a client is told it.
 *
 * @param exact whether {@code updatedAt} is the true one; what the registry shows is to the second
 */
record LiveTask(TaskSnapshot task, boolean exact) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private static final List<String> PHASES =
      List.of("fetch", "inspect", "decompress", "convert", "land", "verify", "copy");

  /** How far it has come; tells apart what happened within the same second. */
  private static final Comparator<TaskSnapshot> COURSE =
      Comparator.comparingInt(TaskSnapshot::attempt)
          .thenComparingInt(LiveTask::stage)
          .thenComparingInt(task -> PHASES.indexOf(task.phase()))
          .thenComparingLong(TaskSnapshot::doneBytes);

  private static final Comparator<TaskSnapshot> TO_THE_SECOND =
      Comparator.<TaskSnapshot, Instant>comparing(
              task -> task.updatedAt().truncatedTo(ChronoUnit.SECONDS))
          .thenComparing(COURSE);

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
    return (exact && other.exact)
        ? task.updatedAt().isAfter(other.task.updatedAt())
        : TO_THE_SECOND.compare(task, other.task) > 0;
  }

  private static int stage(TaskSnapshot task) {
    return switch (task.status()) {
      case "pending" -> 0;
      case "processing" -> 1;
      default -> 2;
    };
  }

  /** The same again has the same id. */
  String eventId() {
    return task.id() + "/" + task.updatedAt();
  }

  /** On one line. */
  String json() {
    ObjectNode json = JSON.valueToTree(task);
    return json.put("percent", percent()).toString();
  }

  /** Of the phase, 0 to 100; null while nobody knows. */
  private @Nullable Integer percent() {
    if (task.status().equals("success")) {
      return 100;
    }
    return task.totalBytes() <= 0
        ? null
        : (int) Math.clamp(100.0 * task.doneBytes() / task.totalBytes(), 0, 100);
  }
}
