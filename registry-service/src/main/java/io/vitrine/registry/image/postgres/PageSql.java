package io.vitrine.registry.image.postgres;

import io.vitrine.registry.image.ImageQuery;
import io.vitrine.registry.image.ImageQuery.Column;
import io.vitrine.registry.image.ImageQuery.SortKey;
import io.vitrine.registry.image.ImageQuery.VisibilityFilter;
import io.vitrine.registry.image.MemberStatus;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * One page of images as one statement. The marker's values are read by the statement itself, and
 * comparing whole rows with them lets an index find the place: page 1,000 costs what page 1 costs.
 */
record PageSql(String sql, Map<String, Object> parameters, int limit) {

  static PageSql of(ImageQuery query) {
    Builder builder = new Builder(query);
    builder.visible();
    builder.filtered();
    List<SortKey> order = order(query.sort());
    query.marker().ifPresent(marker -> builder.after(marker, order));
    return builder.build(
        order.stream()
            .map(key -> expression(key.column()) + (key.descending() ? " desc" : " asc"))
            .collect(Collectors.joining(", ", " order by ", "")),
        query.limit());
  }

  /** The marker alone, if the caller sees it. */
  static PageSql ofMarker(ImageQuery query, UUID marker) {
    Builder builder = new Builder(query);
    builder.seenByCaller(EnumSet.allOf(MemberStatus.class));
    builder.where("id = " + builder.bind(marker));
    return builder.build("", 1);
  }

  Mutiny.SelectionQuery<ImageRow> query(Mutiny.Session session) {
    Mutiny.SelectionQuery<ImageRow> query = session.createNativeQuery(sql, ImageRow.class);
    parameters.forEach(query::setParameter);
    return query.setMaxResults(limit);
  }

  /** Creation date and id decide between equals, in the direction of the first key. */
  private static List<SortKey> order(List<SortKey> asked) {
    boolean descending = asked.isEmpty() || asked.getFirst().descending();
    List<SortKey> order = new ArrayList<>(asked);
    for (Column tieBreaker : List.of(Column.CREATED_AT, Column.ID)) {
      if (order.stream().noneMatch(key -> key.column() == tieBreaker)) {
        order.add(new SortKey(tieBreaker, descending));
      }
    }
    return order;
  }

  /** Comparing with null would lose rows, so the columns that may be null get a least value. */
  private static String expression(Column column) {
    return switch (column) {
      case NAME, DISK_FORMAT, CONTAINER_FORMAT, CHECKSUM, OS_HASH_VALUE ->
          "coalesce(" + column.sql() + ", '')";
      case SIZE -> "coalesce(" + column.sql() + ", -1)";
      case ID, STATUS, OWNER, PROTECTED, MIN_DISK, MIN_RAM, CREATED_AT, UPDATED_AT -> column.sql();
    };
  }

  private static final class Builder {
    private final ImageQuery query;
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    Builder(ImageQuery query) {
      this.query = query;
    }

    String bind(Object value) {
      String name = "p" + parameters.size();
      parameters.put(name, value);
      return ":" + name;
    }

    void where(String condition) {
      conditions.add(condition);
    }

    void visible() {
      if (query.visibility().isEmpty()) {
        where("(visibility <> 'community' or owner = " + bind(query.projectId()) + ")");
      }
      seenByCaller(query.memberStatuses());
      if (query.visibility().orElse(null) instanceof VisibilityFilter.Only(var visibility)) {
        where("visibility = " + bind(visibility.wireName()));
      }
    }

    /** The shared ones come as an array: one scan of indexes can then find all three kinds. */
    void seenByCaller(Set<MemberStatus> statuses) {
      if (query.admin()) {
        return;
      }
      String project = bind(query.projectId());
      String said =
          statuses.stream()
              .map(status -> bind(status.wireName()))
              .collect(Collectors.joining(", "));
      where(
          """
          (owner = %s or visibility in ('public', 'community')
            or (visibility = 'shared' and id = any (array(
              select image_id from image_members where member_id = %s and status in (%s)))))\
          """
              .formatted(project, project, said));
    }

    void filtered() {
      where("os_hidden = " + bind(query.osHidden()));
      query.equalTo().forEach((column, value) -> where(column.sql() + " = " + bind(value)));
      query
          .properties()
          .forEach((name, value) ->
              where(
                  "properties @> jsonb_build_object(cast(%s as text), cast(%s as text))"
                      .formatted(bind(name), bind(value))));
      query.tags().forEach(tag -> where("tags @> array[cast(%s as text)]".formatted(bind(tag))));
    }

    void after(UUID marker, List<SortKey> order) {
      String id = bind(marker);
      boolean oneDirection = order.stream().map(SortKey::descending).distinct().count() == 1;
      if (oneDirection) {
        String row =
            order.stream().map(key -> expression(key.column())).collect(Collectors.joining(", "));
        where(
            "(%s) %s (select %s from images where id = %s)"
                .formatted(row, comparison(order.getFirst()), row, id));
        return;
      }
      List<String> alternatives = new ArrayList<>();
      String equalSoFar = "";
      for (SortKey key : order) {
        String here = expression(key.column());
        String there = "(select %s from images where id = %s)".formatted(here, id);
        alternatives.add("(" + equalSoFar + here + " " + comparison(key) + " " + there + ")");
        equalSoFar += here + " = " + there + " and ";
      }
      where("(" + String.join(" or ", alternatives) + ")");
    }

    private static String comparison(SortKey key) {
      return key.descending() ? "<" : ">";
    }

    PageSql build(String order, int limit) {
      return new PageSql(
          "select * from images where " + String.join(" and ", conditions) + order,
          parameters,
          limit);
    }
  }
}
