package io.vitrine.gateway.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.events.TaskSnapshot;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The tasks of an image as the registry shows them to a caller, in the words of its facts. What the
 * registry does not show is empty, zero or null.
 */
final class RegistryTasks {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RegistryTasks() {}

  /**
   * Reads the answer to {@code GET /v2/images/{id}/tasks}.
   *
   * @throws IOException if that is no list of tasks
   */
  static List<LiveTask> parse(byte[] answer, UUID imageId) throws IOException {
    JsonNode all = JSON.readTree(answer).path("tasks");
    if (!all.isArray()) {
      throw new IOException("no list of tasks");
    }
    List<LiveTask> tasks = new ArrayList<>();
    for (JsonNode json : all) {
      tasks.add(new LiveTask(snapshot(json, imageId)));
    }
    return tasks;
  }

  private static TaskSnapshot snapshot(JsonNode json, UUID imageId) throws IOException {
    try {
      JsonNode progress = json.path("progress");
      return new TaskSnapshot(
          UUID.fromString(json.path("id").asText()),
          imageId,
          json.path("type").asText(""),
          json.path("method").asText(""),
          json.path("status").asText(""),
          json.path("owner").asText(""),
          json.path("user_id").asText(""),
          json.path("request_id").asText(""),
          null,
          json.path("attempt").asInt(1),
          json.path("paused").asBoolean(),
          progress.path("phase").asText(""),
          progress.path("done_bytes").asLong(),
          progress.path("total_bytes").asLong(),
          json.path("message").asText(""),
          Instant.parse(json.path("created_at").asText()),
          changedAt(json));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException("not a task: " + json, e);
    }
  }

  /** A registry of an earlier version says it to the second. */
  private static Instant changedAt(JsonNode json) {
    return Instant.parse(json.path("changed_at").asText(json.path("updated_at").asText()));
  }
}
