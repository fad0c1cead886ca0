package io.vitrine.registry.image.http;

import io.vitrine.identity.Caller;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageFilter;
import io.vitrine.registry.image.ImageProblem;
import io.vitrine.registry.image.ImageQuery;
import io.vitrine.registry.image.ImageQuery.SortField;
import io.vitrine.registry.image.ImageQuery.SortKey;
import io.vitrine.registry.image.ImageQuery.VisibilityFilter;
import io.vitrine.registry.image.MemberStatus;
import io.vitrine.registry.image.Visibility;
import jakarta.ws.rs.core.MultivaluedMap;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The query string of a list: its order, its pages, and the links to other pages. */
final class ListRequest {
  /** What steers the list; every other parameter filters it. */
  private static final Set<String> OWN =
      Set.of(
          "limit",
          "marker",
          "sort",
          "sort_key",
          "sort_dir",
          "visibility",
          "os_hidden",
          "member_status",
          "with_count",
          "deleted");

  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,100}");

  private static final Map<String, SortField> SORTABLE =
      Map.of(
          "name", SortField.NAME,
          "status", SortField.STATUS,
          "container_format", SortField.CONTAINER_FORMAT,
          "disk_format", SortField.DISK_FORMAT,
          "size", SortField.SIZE,
          "id", SortField.ID,
          "created_at", SortField.CREATED_AT,
          "updated_at", SortField.UPDATED_AT);

  private final MultivaluedMap<String, String> query;
  private final ImageForm form;

  ListRequest(MultivaluedMap<String, String> query, ImageForm form) {
    this.query = query;
    this.form = form;
  }

  ImageQuery toQuery(Caller caller) {
    return new ImageQuery(
        caller.projectId(),
        caller.isAdmin(),
        visibility(),
        memberStatuses(),
        single("os_hidden")
            .map(v -> FilterParameter.flag("os_hidden", v.toLowerCase(Locale.ROOT)))
            .orElse(false),
        filters(),
        sort(),
        single("marker").map(ListRequest::marker),
        limit());
  }

  /** Whether the answer shall say how many images all pages together have. */
  boolean wantsCount() {
    return single("with_count").map(v -> FilterParameter.flag("with_count", v)).orElse(false);
  }

  /** A filter that is given more than once has to be met each time. */
  private List<ImageFilter> filters() {
    List<ImageFilter> filters = new ArrayList<>();
    query.forEach((key, values) -> {
      if (key.indexOf('\0') >= 0 || values.stream().anyMatch(v -> v.indexOf('\0') >= 0)) {
        throw invalid("The query holds a character that no image has.");
      }
      if (!OWN.contains(key)) {
        values.forEach(value -> filters.add(new FilterParameter(key, value).toFilter()));
      }
    });
    return filters;
  }

  /** The last one counts where there should be only one. */
  private Optional<String> single(String key) {
    return Optional.ofNullable(query.get(key)).map(List::getLast);
  }

  private Optional<VisibilityFilter> visibility() {
    return single("visibility")
        .filter(name -> !name.isEmpty())
        .map(name ->
            name.equals("all")
                ? new VisibilityFilter.All()
                : new VisibilityFilter.Only(
                    Visibility.named(name)
                        .orElseThrow(() -> invalid("Invalid visibility value: " + name))));
  }

  private Set<MemberStatus> memberStatuses() {
    String name = single("member_status").orElse(MemberStatus.ACCEPTED.wireName());
    return name.equals("all")
        ? EnumSet.allOf(MemberStatus.class)
        : Set.of(MemberStatus.named(name).orElseThrow(() -> invalid("Invalid status: " + name)));
  }

  private static UUID marker(String text) {
    return ImageForm.optionalUuid(text)
        .orElseThrow(() -> invalid("No image found with ID " + text));
  }

  int limit() {
    return single("limit").map(this::limit).orElse(form.pageSize());
  }

  private int limit(String text) {
    if (!INTEGER.matcher(text.strip()).matches()) {
      throw invalid("limit param must be an integer");
    }
    BigInteger limit = new BigInteger(text.strip());
    if (limit.signum() < 0) {
      throw invalid("limit param must be positive");
    }
    return limit.min(BigInteger.valueOf(form.maxPageSize())).intValueExact();
  }

  private List<SortKey> sort() {
    List<String> keys = query.getOrDefault("sort_key", List.of());
    List<String> directions = query.getOrDefault("sort_dir", List.of());
    Optional<String> combined = single("sort");
    if (combined.isEmpty()) {
      return separate(keys, directions);
    }
    if (!keys.isEmpty() || !directions.isEmpty()) {
      throw invalid("Old and new sorting syntax cannot be combined");
    }
    List<SortKey> order = new ArrayList<>();
    for (String part : combined.get().strip().split(",", -1)) {
      int colon = part.indexOf(':');
      String direction = colon < 0 ? "" : part.substring(colon + 1).strip();
      order.add(
          new SortKey(
              sortable(colon < 0 ? part : part.substring(0, colon)),
              descending(direction.isEmpty() ? "desc" : direction)));
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

  private static SortField sortable(String name) {
    SortField field = SORTABLE.get(name.strip());
    if (field == null) {
      throw invalid(
          "Invalid sort key: %s. It must be one of the following: %s."
              .formatted(name.strip(), String.join(", ", new TreeSet<>(SORTABLE.keySet()))));
    }
    return field;
  }

  private static boolean descending(String direction) {
    return switch (direction.strip()) {
      case "desc" -> true;
      case "asc" -> false;
      default -> throw invalid("Invalid sort direction: " + direction);
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
