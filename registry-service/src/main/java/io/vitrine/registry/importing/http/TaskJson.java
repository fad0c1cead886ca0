package io.vitrine.registry.importing.http;

import io.vitrine.registry.image.http.ImageJson;
import io.vitrine.registry.importing.ExpectedDigest;
import io.vitrine.registry.importing.ImportRules;
import io.vitrine.registry.importing.ImportSource.ActiveBytes;
import io.vitrine.registry.importing.ImportSource.RemoteLocation;
import io.vitrine.registry.importing.ImportSource.StagedBytes;
import io.vitrine.registry.importing.ImportTask;
import io.vitrine.registry.importing.ImportTask.Progress;
import io.vitrine.registry.importing.ImportTask.State;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A task as the Image API shows it, with the progress beside Glance's fields. */
@ApplicationScoped
class TaskJson {
  /** Every type that the API knows; {@code import}, of Glance's own tasks, does not occur. */
  static final Set<String> TYPES = Set.of("import", "api_image_import", "location_import");

  static final List<String> STATUSES = List.of("pending", "processing", "success", "failure");

  private final ImportRules rules;

  TaskJson(ImportRules rules) {
    this.rules = rules;
  }

  /** In a list of all tasks. */
  Map<String, @Nullable Object> summary(ImportTask task) {
    Map<String, @Nullable Object> json = head(task);
    json.put("self", "/v2/tasks/" + task.id());
    json.put("schema", "/v2/schemas/task");
    return json;
  }

  /** By itself. */
  Map<String, @Nullable Object> whole(ImportTask task) {
    Map<String, @Nullable Object> json = summary(task);
    addCourse(json, task);
    return json;
  }

  /** In the list of its image, which has no links. */
  Map<String, @Nullable Object> from(ImportTask task) {
    Map<String, @Nullable Object> json = head(task);
    json.put("deleted_at", null);
    json.put("deleted", false);
    addCourse(json, task);
    return json;
  }

  private Map<String, @Nullable Object> head(ImportTask task) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", task.id().toString());
    json.put("type", task.type());
    json.put("status", status(task.state()));
    json.put("owner", task.owner());
    json.put("created_at", ImageJson.timestamp(task.createdAt()));
    json.put("updated_at", ImageJson.timestamp(task.updatedAt()));
    json.put(
        "expires_at",
        task.expiresAt(rules.taskTimeToLive()).map(ImageJson::timestamp).orElse(null));
    return json;
  }

  private static void addCourse(Map<String, @Nullable Object> json, ImportTask task) {
    json.put("image_id", task.imageId().toString());
    json.put("request_id", task.requestId());
    json.put("user_id", task.userId());
    json.put("input", input(task));
    json.put(
        "result",
        task.state() instanceof State.Succeeded
            ? Map.of("image_id", task.imageId().toString())
            : null);
    json.put("message", message(task.state()));
    json.put("progress", progress(task.state()));
  }

  private static Map<String, @Nullable Object> input(ImportTask task) {
    Map<String, @Nullable Object> input = new LinkedHashMap<>();
    input.put("image_id", task.imageId().toString());
    switch (task.source()) {
      case StagedBytes _ -> {
        input.put("import_req", Map.of("method", Map.of("name", ImportForm.GLANCE_DIRECT)));
        input.put("output_format", task.outputFormat());
      }
      case ActiveBytes copy ->
          input.put(
              "import_req",
              Map.of(
                  "method",
                  Map.of("name", ImportForm.COPY_IMAGE),
                  "stores",
                  copy.stores(),
                  "all_stores_must_succeed",
                  copy.allMustSucceed()));
      case RemoteLocation location -> {
        input.put("url", location.url().display());
        input.put("validation_data", location.expected().map(TaskJson::validation).orElse(null));
      }
    }
    return input;
  }

  private static Map<String, Object> validation(ExpectedDigest expected) {
    return Map.of("os_hash_algo", expected.algorithm(), "os_hash_value", expected.value());
  }

  private static String status(State state) {
    return switch (state) {
      case State.Pending _ -> "pending";
      case State.Running _ -> "processing";
      case State.Succeeded _ -> "success";
      case State.Failed _ -> "failure";
    };
  }

  private static String message(State state) {
    return switch (state) {
      case State.Pending(int attempt, _) ->
          attempt == 1 ? "" : "Attempt %d waits for a worker.".formatted(attempt);
      case State.Running running -> running.progress().phase();
      case State.Succeeded _ -> "";
      case State.Failed(_, String message) -> message;
    };
  }

  private static @Nullable Map<String, Object> progress(State state) {
    return switch (state) {
      case State.Running running -> progress(running.progress());
      case State.Succeeded succeeded -> progress(succeeded.progress());
      case State.Pending _, State.Failed _ -> null;
    };
  }

  private static Map<String, Object> progress(Progress progress) {
    return Map.of(
        "phase", progress.phase(),
        "done_bytes", progress.doneBytes(),
        "total_bytes", progress.totalBytes());
  }
}
