package io.vitrine.registry.importing.http;

import io.vitrine.problem.RequestProblem;
import io.vitrine.registry.image.http.ImageForm;
import io.vitrine.registry.image.http.PageRequest;
import io.vitrine.registry.image.http.Text;
import io.vitrine.registry.importing.ImportProblem;
import io.vitrine.registry.importing.TaskQuery;
import io.vitrine.registry.importing.TaskQuery.Column;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The query string of a list of tasks. What it asks for and nothing here can do is refused. */
final class TaskListRequest {
  private final PageRequest page;

  TaskListRequest(Map<String, List<String>> query, ImageForm form) {
    page = new PageRequest("/v2/tasks", query, form);
  }

  PageRequest page() {
    return page;
  }

  TaskQuery toQuery() {
    Map<Column, String> equalTo = new EnumMap<>(Column.class);
    for (Map.Entry<String, List<String>> parameter : page.query().entrySet()) {
      String value = parameter.getValue().getLast();
      switch (parameter.getKey()) {
        case "limit", "marker", "sort_key", "sort_dir" -> {}
        case "status" -> equalTo.put(Column.STATUS, status(value));
        case "owner" -> equalTo.put(Column.OWNER, text(value));
        case "type" -> equalTo.put(Column.TYPE, type(value));
        default ->
            throw invalid(
                "Filtering tasks by '%s' is not supported.".formatted(parameter.getKey()));
      }
    }
    return new TaskQuery(
        equalTo,
        sortKey(page.single("sort_key").orElse("created_at")),
        descending(page.single("sort_dir").orElse("desc")),
        page.single("marker").map(TaskListRequest::marker),
        page.limit());
  }

  private static String status(String value) {
    if (!TaskJson.STATUSES.contains(value)) {
      throw invalid("Invalid status value: %s".formatted(value));
    }
    return value;
  }

  private static String type(String value) {
    if (!TaskJson.TYPES.contains(value)) {
      throw invalid("Invalid type value: %s".formatted(value));
    }
    return value;
  }

  private static String text(String value) {
    if (!Text.isStorable(value)) {
      throw invalid("The query holds a character that no task has.");
    }
    return value;
  }

  private static Column sortKey(String name) {
    return switch (name) {
      case "id" -> Column.ID;
      case "status" -> Column.STATUS;
      case "owner" -> Column.OWNER;
      case "type" -> Column.TYPE;
      case "created_at" -> Column.CREATED_AT;
      case "updated_at" -> Column.UPDATED_AT;
      default -> throw invalid("Invalid sort key: %s".formatted(name));
    };
  }

  private static boolean descending(String direction) {
    return switch (direction) {
      case "desc" -> true;
      case "asc" -> false;
      default -> throw invalid("Invalid sort direction: %s".formatted(direction));
    };
  }

  private static UUID marker(String text) {
    return ImageForm.optionalUuid(text)
        .orElseThrow(() -> new ImportProblem.UnknownMarker(text).asException());
  }

  private static RuntimeException invalid(String message) {
    return new RequestProblem.Malformed(message).asException();
  }
}
