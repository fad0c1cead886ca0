package io.vitrine.registry.importing.http;

import io.vitrine.problem.RequestProblem;
import io.vitrine.registry.image.http.ImageForm;
import io.vitrine.registry.importing.ImportProblem;
import io.vitrine.registry.importing.ImportTask;
import io.vitrine.registry.importing.TaskQuery;
import io.vitrine.registry.importing.TaskQuery.Column;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The query string of a list of tasks. What it asks for and nothing here can do is refused. */
final class TaskListRequest {
  private final MultivaluedMap<String, String> query;
  private final ImageForm form;

  TaskListRequest(MultivaluedMap<String, String> query, ImageForm form) {
    this.query = query;
    this.form = form;
  }

  TaskQuery toQuery() {
    Map<Column, String> equalTo = new EnumMap<>(Column.class);
    boolean possible = true;
    for (Map.Entry<String, List<String>> parameter : query.entrySet()) {
      String value = parameter.getValue().getFirst();
      switch (parameter.getKey()) {
        case "limit", "marker", "sort_key", "sort_dir" -> {}
        case "status" -> equalTo.put(Column.STATUS, status(value));
        case "owner" -> equalTo.put(Column.OWNER, text(value));
        case "type" -> possible = isTypeOfAll(value);
        default ->
            throw invalid(
                "Filtering tasks by '%s' is not supported.".formatted(parameter.getKey()));
      }
    }
    return new TaskQuery(
        equalTo,
        sortKey(first("sort_key").orElse("created_at")),
        descending(first("sort_dir").orElse("desc")),
        first("marker").map(TaskListRequest::marker),
        possible ? limit() : 0);
  }

  private Optional<String> first(String key) {
    return Optional.ofNullable(query.getFirst(key));
  }

  private static String status(String value) {
    if (!TaskJson.STATUSES.contains(value)) {
      throw invalid("Invalid status value: %s".formatted(value));
    }
    return value;
  }

  private static boolean isTypeOfAll(String value) {
    if (!TaskJson.TYPES.contains(value)) {
      throw invalid("Invalid type value: %s".formatted(value));
    }
    return value.equals(TaskJson.IMPORT);
  }

  private static String text(String value) {
    if (value.indexOf('\0') >= 0) {
      throw invalid("The query holds a character that no task has.");
    }
    return value;
  }

  private static Column sortKey(String name) {
    return switch (name) {
      case "id" -> Column.ID;
      case "status" -> Column.STATUS;
      case "owner" -> Column.OWNER;
      // All tasks are of one type, so the next key decides.
      case "type", "created_at" -> Column.CREATED_AT;
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

  private int limit() {
    return first("limit").map(this::limit).orElse(form.pageSize());
  }

  private int limit(String text) {
    int limit;
    try {
      limit = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw invalid("limit param must be an integer");
    }
    if (limit < 0) {
      throw invalid("limit param must be positive");
    }
    return Math.min(limit, form.maxPageSize());
  }

  String firstLink() {
    String parameters = parameters();
    return parameters.isEmpty() ? "/v2/tasks" : "/v2/tasks?" + parameters;
  }

  String nextLink(ImportTask last) {
    String parameters = parameters();
    return "/v2/tasks?" + (parameters.isEmpty() ? "" : parameters + "&") + "marker=" + last.id();
  }

  private String parameters() {
    return query.entrySet().stream()
        .filter(entry -> !entry.getKey().equals("marker"))
        .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue().getFirst()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static RuntimeException invalid(String message) {
    return new RequestProblem.Malformed(message).asException();
  }
}
