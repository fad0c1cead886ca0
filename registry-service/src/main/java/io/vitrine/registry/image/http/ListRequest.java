package io.vitrine.registry.image.http;

import io.vitrine.identity.Caller;
import io.vitrine.registry.image.ImageFilter;
import io.vitrine.registry.image.ImageProblem;
import io.vitrine.registry.image.ImageQuery;
import io.vitrine.registry.image.ImageQuery.SortField;
import io.vitrine.registry.image.ImageQuery.SortKey;
import io.vitrine.registry.image.ImageQuery.VisibilityFilter;
import io.vitrine.registry.image.MemberStatus;
import io.vitrine.registry.image.Visibility;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The query string of a list: its filters, its order and its page. */
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

  private final PageRequest page;

  ListRequest(Map<String, List<String>> query, ImageForm form) {
    page = new PageRequest("/v2/images", query, form);
  }

  PageRequest page() {
    return page;
  }

  ImageQuery toQuery(Caller caller, boolean admin) {
    return new ImageQuery(
        caller.projectId(),
        admin,
        visibility(),
        memberStatuses(),
        page.single("os_hidden")
            .map(v -> FilterParameter.flag("os_hidden", v.toLowerCase(Locale.ROOT)))
            .orElse(false),
        filters(),
        sort(),
        page.single("marker").map(ListRequest::marker),
        page.limit());
  }

  /** Whether the answer shall say how many images all pages together have. */
  boolean wantsCount() {
    return page.single("with_count").map(v -> FilterParameter.flag("with_count", v)).orElse(false);
  }

  /** A filter that is given more than once has to be met each time. */
  private List<ImageFilter> filters() {
    List<ImageFilter> filters = new ArrayList<>();
    page.query()
        .forEach((key, values) -> {
          if (!Text.isStorable(key) || !values.stream().allMatch(Text::isStorable)) {
            throw invalid("The query holds a character that no image has.");
          }
          if (!OWN.contains(key)) {
            values.forEach(value -> filters.add(new FilterParameter(key, value).toFilter()));
          }
        });
    return filters;
  }

  private Optional<VisibilityFilter> visibility() {
    return page.single("visibility")
        .filter(name -> !name.isEmpty())
        .map(name ->
            name.equals("all")
                ? new VisibilityFilter.All()
                : new VisibilityFilter.Only(
                    Visibility.named(name)
                        .orElseThrow(() -> invalid("Invalid visibility value: " + name))));
  }

  private Set<MemberStatus> memberStatuses() {
    String name = page.single("member_status").orElse(MemberStatus.ACCEPTED.wireName());
    return name.equals("all")
        ? EnumSet.allOf(MemberStatus.class)
        : Set.of(MemberStatus.named(name).orElseThrow(() -> invalid("Invalid status: " + name)));
  }

  private static UUID marker(String text) {
    return ImageForm.optionalUuid(text)
        .orElseThrow(() -> invalid("No image found with ID " + text));
  }

  private List<SortKey> sort() {
    List<String> keys = page.query().getOrDefault("sort_key", List.of());
    List<String> directions = page.query().getOrDefault("sort_dir", List.of());
    Optional<String> combined = page.single("sort");
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

  private static RuntimeException invalid(String message) {
    return new ImageProblem.Invalid(message).asException();
  }
}
