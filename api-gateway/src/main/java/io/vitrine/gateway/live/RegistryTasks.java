package io.vitrine.gateway.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.events.TaskSnapshot;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
      tasks.add(new LiveTask(snapshot(json, imageId), false));
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
          method(json),
          json.path("status").asText(""),
          json.path("owner").asText(""),
          json.path("user_id").asText(""),
          json.path("request_id").asText(""),
          null,
          json.path("attempt").asInt(1),
          progress.path("phase").asText(""),
          progress.path("done_bytes").asLong(),
          progress.path("total_bytes").asLong(),
          json.path("message").asText(""),
          Instant.parse(json.path("created_at").asText()),
          Instant.parse(json.path("updated_at").asText()));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException("not a task: " + json, e);
    }
  }

  private static String method(JsonNode json) {
    JsonNode input = json.path("input");
    return Optional.of(json.path("method").asText(""))
        .filter(method -> !method.isEmpty())
        .orElseGet(() ->
            input.has("url")
                ? "location"
                : input.path("import_req").path("method").path("name").asText(""));
  }
}
