package io.vitrine.registry.image.http;

import io.vitrine.identity.Caller;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageProblem;
import io.vitrine.registry.image.ImageQuery;
import io.vitrine.registry.image.ImageQuery.Column;
import io.vitrine.registry.image.ImageQuery.SortKey;
import io.vitrine.registry.image.ImageQuery.VisibilityFilter;
import io.vitrine.registry.image.MemberStatus;
import io.vitrine.registry.image.Visibility;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The query string of a list. What it asks for and this service cannot filter by is refused: an
 * unfiltered answer to a filtered question would be a wrong one.
 */
final class ListRequest {
  private static final Map<String, Column> EQUALITY =
      Map.of(
          "name", Column.NAME,
          "status", Column.STATUS,
          "owner", Column.OWNER,
          "disk_format", Column.DISK_FORMAT,
          "container_format", Column.CONTAINER_FORMAT,
          "checksum", Column.CHECKSUM,
          "os_hash_value", Column.OS_HASH_VALUE);
  private static final Set<String> NOT_YET =
      Set.of(
          "created_at",
          "updated_at",
          "size",
          "min_disk",
          "min_ram",
          "virtual_size",
          "os_hash_algo",
          "changes-since",
          "properties",
          "locations");
  private static final Pattern BOUND =
      Pattern.compile("(size|min_disk|min_ram|virtual_size)_(min|max)");
  private static final Pattern OPERATOR = Pattern.compile("(in|neq|gt|gte|lt|lte):");

  /** No image has it. */
  private static final UUID NO_ID = new UUID(0, 0);

  private static final Map<String, Column> SORTABLE =
      Map.of(
          "name", Column.NAME,
          "status", Column.STATUS,
          "container_format", Column.CONTAINER_FORMAT,
          "disk_format", Column.DISK_FORMAT,
          "size", Column.SIZE,
          "id", Column.ID,
          "created_at", Column.CREATED_AT,
          "updated_at", Column.UPDATED_AT);

  private final MultivaluedMap<String, String> query;
  private final ImageForm form;

  ListRequest(MultivaluedMap<String, String> query, ImageForm form) {
    this.query = query;
    this.form = form;
  }

  ImageQuery toQuery(Caller caller) {
    Map<Column, Object> equalTo = new EnumMap<>(Column.class);
    Map<String, String> properties = new TreeMap<>();
    query.forEach((key, values) -> {
      String value = values.getFirst();
      if (key.indexOf('\0') >= 0 || values.stream().anyMatch(v -> v.indexOf('\0') >= 0)) {
        throw invalid("The query holds a character that no image has.");
      }
      switch (key) {
        case "limit",
            "marker",
            "sort",
            "sort_key",
            "sort_dir",
            "visibility",
            "os_hidden",
            "member_status",
            "tag",
            "deleted" -> {}
        case "id" ->
            equalTo.put(Column.ID, ImageForm.optionalUuid(operand(key, value)).orElse(NO_ID));
        case "protected" -> equalTo.put(Column.PROTECTED, flag(key, value));
        default -> filter(key, value, equalTo, properties);
      }
    });
    return new ImageQuery(
        caller.projectId(),
        caller.isAdmin(),
        visibility(),
        memberStatuses(),
        first("os_hidden").map(v -> flag("os_hidden", v.toLowerCase(Locale.ROOT))).orElse(false),
        equalTo,
        properties,
        query.getOrDefault("tag", List.of()),
        sort(),
        first("marker").map(ListRequest::marker),
        limit());
  }

  private static void filter(
      String key, String value, Map<Column, Object> equalTo, Map<String, String> properties) {
    if (NOT_YET.contains(key) || BOUND.matcher(key).matches()) {
      throw invalid("Filtering by '%s' is not supported.".formatted(key));
    }
    Column column = EQUALITY.get(key);
    if (column == null) {
      properties.put(key, value);
    } else {
      equalTo.put(column, operand(key, value));
    }
  }

  /** The value to be equal to; other operators are refused, not taken for a part of the value. */
  private static String operand(String key, String value) {
    if (OPERATOR.matcher(value).lookingAt()) {
      throw invalid("The operator of '%s=%s' is not supported.".formatted(key, value));
    }
    return value.startsWith("eq:") ? value.substring("eq:".length()) : value;
  }

  private Optional<String> first(String key) {
    return Optional.ofNullable(query.getFirst(key));
  }

  private Optional<VisibilityFilter> visibility() {
    return first("visibility")
        .map(name ->
            name.equals("all")
                ? new VisibilityFilter.All()
                : new VisibilityFilter.Only(
                    Visibility.named(name)
                        .orElseThrow(() -> invalid("Invalid visibility value: " + name))));
  }

  private Set<MemberStatus> memberStatuses() {
    String name = first("member_status").orElse(MemberStatus.ACCEPTED.wireName());
    return name.equals("all")
        ? EnumSet.allOf(MemberStatus.class)
        : Set.of(MemberStatus.named(name).orElseThrow(() -> invalid("Invalid status: " + name)));
  }

  private static UUID marker(String text) {
    return ImageForm.optionalUuid(text)
        .orElseThrow(() -> invalid("Marker %s could not be found.".formatted(text)));
  }

  int limit() {
    return first("limit")
        .map(text -> {
          try {
            int limit = Integer.parseInt(text);
            if (limit < 0) {
              throw invalid("limit param must be positive");
            }
            return Math.min(limit, form.maxPageSize());
          } catch (NumberFormatException e) {
            throw invalid("limit param must be an integer");
          }
        })
        .orElse(form.pageSize());
  }

  private List<SortKey> sort() {
    List<String> keys = query.getOrDefault("sort_key", List.of());
    List<String> directions = query.getOrDefault("sort_dir", List.of());
    Optional<String> combined = first("sort");
    if (combined.isEmpty()) {
      return separate(keys, directions);
    }
    if (!keys.isEmpty() || !directions.isEmpty()) {
      throw invalid("Old and new sorting syntax cannot be combined");
    }
    List<SortKey> order = new ArrayList<>();
    for (String part : combined.get().split(",", -1)) {
      String[] pair = part.strip().split(":", 2);
      order.add(new SortKey(sortable(pair[0]), descending(pair.length == 2 ? pair[1] : "desc")));
    }
    return order;
  }

  private static List<SortKey> separate(List<String> keys, List<String> directions) {
    List<String> names = keys.isEmpty() ? List.of("created_at") : keys;
    if (directions.size() > 1 && directions.size() != names.size()) {
      throw invalid("Number of sort dirs does not match the number of sort keys");
    }
    List<SortKey> order = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String direction =
          switch (directions.size()) {
            case 0 -> "desc";
            case 1 -> directions.getFirst();
            default -> directions.get(i);
          };
      order.add(new SortKey(sortable(names.get(i)), descending(direction)));
    }
    return order;
  }

  private static Column sortable(String name) {
    Column column = SORTABLE.get(name);
    if (column == null) {
      throw invalid("Invalid sort key: " + name);
    }
    return column;
  }

  private static boolean descending(String direction) {
    return switch (direction) {
      case "desc" -> true;
      case "asc" -> false;
      default -> throw invalid("Invalid sort direction: " + direction);
    };
  }

  private static boolean flag(String key, String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid("Invalid value '%s' for '%s' filter.".formatted(value, key));
    };
  }

  /** The link to the first page: every parameter is kept, also those given more than once. */
  String firstLink() {
    String parameters = parameters();
    return parameters.isEmpty() ? "/v2/images" : "/v2/images?" + parameters;
  }

  String nextLink(Image last) {
    String parameters = parameters();
    return "/v2/images?" + (parameters.isEmpty() ? "" : parameters + "&") + "marker=" + last.id();
  }

  private String parameters() {
    return query.entrySet().stream()
        .filter(entry -> !entry.getKey().equals("marker"))
        .flatMap(entry ->
            entry.getValue().stream().map(value -> encode(entry.getKey()) + "=" + encode(value)))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static RuntimeException invalid(String message) {
    return new ImageProblem.Invalid(message).asException();
  }
}
