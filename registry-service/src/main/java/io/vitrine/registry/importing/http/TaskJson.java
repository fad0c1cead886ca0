package io.vitrine.registry.importing.http;

import io.vitrine.events.TaskSnapshot;
import io.vitrine.registry.image.http.ImageJson;
import io.vitrine.registry.importing.ExpectedDigest;
import io.vitrine.registry.importing.ImportMethod;
import io.vitrine.registry.importing.ImportRules;
import io.vitrine.registry.importing.ImportSource.ActiveBytes;
import io.vitrine.registry.importing.ImportSource.OtherGlance;
import io.vitrine.registry.importing.ImportSource.RemoteBytes;
import io.vitrine.registry.importing.ImportSource.StagedBytes;
import io.vitrine.registry.importing.ImportTask;
import io.vitrine.registry.importing.ImportTask.Progress;
import io.vitrine.registry.importing.ImportTask.State;
import io.vitrine.registry.importing.TaskLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    json.put("status", TaskLog.status(task.state()));
    json.put("owner", task.by().project());
    json.put("created_at", ImageJson.timestamp(task.createdAt()));
    json.put("updated_at", ImageJson.timestamp(task.updatedAt()));
    json.put(
        "expires_at",
        task.expiresAt(rules.taskTimeToLive()).map(ImageJson::timestamp).orElse(null));
    return json;
  }

  private static void addCourse(Map<String, @Nullable Object> json, ImportTask task) {
    json.put("image_id", task.imageId().toString());
    json.put("request_id", task.by().requestId());
    json.put("user_id", task.by().userId());
    json.put("input", input(task));
    json.put(
        "result",
        task.state() instanceof State.Succeeded
            ? Map.of("image_id", task.imageId().toString())
            : null);
    json.put("message", TaskLog.message(task.state()));
    json.put("method", task.source().method().wireName());
    json.put("changed_at", task.updatedAt().toString());
    json.put("attempt", task.state().attempt());
    json.put("paused", task.state() instanceof State.Paused);
    json.put("progress", progress(task.state()));
  }

  private static Map<String, @Nullable Object> input(ImportTask task) {
    Map<String, @Nullable Object> input = new LinkedHashMap<>();
    input.put("image_id", task.imageId().toString());
    Map<String, @Nullable Object> method = new LinkedHashMap<>();
    method.put("name", task.source().method().wireName());
    Optional<ExpectedDigest> expected = Optional.empty();
    switch (task.source()) {
      case StagedBytes staged -> expected = staged.expected();
      case ActiveBytes _ -> {
        // Nothing beside the stores.
      }
      case RemoteBytes remote -> {
        input.put("url", remote.url().display());
        method.put("uri", remote.url().display());
        expected = remote.expected();
      }
      case OtherGlance other -> {
        method.put("glance_region", other.region());
        method.put("glance_image_id", other.imageId().toString());
        expected = other.expected();
      }
    }
    if (task.source().method() != ImportMethod.LOCATION) {
      Map<String, Object> request = new LinkedHashMap<>();
      request.put("method", method);
      request.put("stores", task.destination().stores());
      request.put("all_stores_must_succeed", task.destination().allMustSucceed());
      input.put("import_req", request);
    }
    input.put("output_format", task.destination().outputFormat());
    input.put(ValidationData.NAME, expected.map(TaskJson::validation).orElse(null));
    return input;
  }

  private static Map<String, Object> validation(ExpectedDigest expected) {
    return Map.of("os_hash_algo", expected.algorithm(), "os_hash_value", expected.value());
  }

  private static @Nullable Map<String, @Nullable Object> progress(State state) {
    if (!(state instanceof State.Running || state instanceof State.Succeeded)) {
      return null;
    }
    Progress progress = TaskLog.progress(state);
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("phase", progress.phase());
    json.put("done_bytes", progress.doneBytes());
    json.put("total_bytes", progress.totalBytes());
    json.put(
        "percent",
        TaskSnapshot.percent(TaskLog.status(state), progress.doneBytes(), progress.totalBytes())
            .orElse(null));
    return json;
  }
}
