package io.vitrine.registry.image.postgres;

import static java.util.stream.Collectors.joining;

import io.vitrine.registry.image.ImageAttributes;
import io.vitrine.registry.image.ImageQuery;
import io.vitrine.registry.image.ImageQuery.SortKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * A list of images as one statement:
 *
 * <pre>
 *   with marker as (the values of the last image seen)
 *   select from (
 *     (select ... where it belongs to a set, after the marker, order by ... limit 25)
 *     union all
 *     (the same for the next set))
 *   order by ... limit 25
 * </pre>
 *
 * Where so many images could have more text than a page may hold, the page ends earlier, with the
 * image that reaches the bound.
 *
 * <p>Each set is read from the marker on in the order of its own index and no further than a page
 * goes, so that page 1,000 costs what page 1 costs.
 */
record PageSql(String sql, Map<String, Object> parameters) {
  /** Characters in the properties and tags of a page, but for its last image. */
  static final long MAX_TEXT = 4L << 20;

  /** As {@link ImageAttributes#characters()} counts. */
  private static final String TEXT =
      """
      char_length(array_to_string(tags, '')) + coalesce(
          (select sum(char_length(key) + char_length(value)) from jsonb_each_text(properties)), 0)\
      """;

  static PageSql page(ImageQuery query) {
    return new Builder(query).page();
  }

  static PageSql count(ImageQuery query) {
    return new Builder(query).count();
  }

  /** The marker alone, if the caller sees it. */
  static PageSql marker(ImageQuery query, UUID marker) {
    return new Builder(query).marker(marker);
  }

  <T> Mutiny.SelectionQuery<T> query(Mutiny.Session session, Class<T> type) {
    Mutiny.SelectionQuery<T> query = session.createNativeQuery(sql, type);
    parameters.forEach(query::setParameter);
    return query;
  }

  private static final class Builder {
    private final ImageQuery query;
    private final Parameters parameters = new Parameters();
    private final Scope scope;
    private final List<SortKey> order;

    Builder(ImageQuery query) {
      this.query = query;
      this.scope = new Scope(query, parameters);
      this.order = query.order();
    }

    PageSql page() {
      String conditions = filtered() + (query.marker().isPresent() ? " and " + afterMarker() : "");
      String end = ordered() + " limit " + parameters.bind(query.limit(), "bigint");
      List<String> sets =
          scope.sets().stream()
              .map(set -> "select * from images where %s and %s%s".formatted(set, conditions, end))
              .toList();
      String page = sets.size() == 1 ? sets.getFirst() : merged(sets, end);
      boolean fits = query.limit() <= MAX_TEXT / ImageAttributes.MAX_TEXT;
      return statement(query.marker().map(this::withMarker).orElse("") + (fits ? page : cut(page)));
    }

    private String cut(String page) {
      return """
      select * from (
        with page as (%3$s)
        select * from page where id in (
          select id from (
            select id, sum(%1$s) over (%2$s rows unbounded preceding) - (%1$s) as text_before
            from page) measured
          where text_before < %4$d)) page%2$s\
      """
          .formatted(TEXT, ordered(), page, MAX_TEXT);
    }

    /** An image may be in several sets; the order has no ties, so equals are the same image. */
    private String merged(List<String> sets, String end) {
      String keys = order.stream().map(Builder::expression).collect(joining(", "));
      String all = sets.stream().map("(%s)"::formatted).collect(joining(" union all "));
      return "select distinct on (%s) * from (%s) page%s".formatted(keys, all, end);
    }

    PageSql count() {
      String sets = scope.sets().stream().map("(%s)"::formatted).collect(joining(" or "));
      return statement("select count(*) from images where (%s) and %s".formatted(sets, filtered()));
    }

    PageSql marker(UUID marker) {
      return statement(
          "select * from images where id = %s and %s"
              .formatted(parameters.bind(marker, "uuid"), scope.seen()));
    }

    private PageSql statement(String sql) {
      return new PageSql(sql, parameters.values());
    }

    private String filtered() {
      FilterSql filters = new FilterSql(parameters);
      String hidden = "os_hidden = " + parameters.bind(query.osHidden(), "boolean");
      return Stream.concat(Stream.of(hidden), query.filters().stream().map(filters::condition))
          .collect(joining(" and "));
    }

    /** What the caller does not see has no values, and nothing comes after nothing. */
    private String withMarker(UUID marker) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < order.size(); i++) {
        values.add(expression(order.get(i)) + " as m" + i);
      }
      return "with marker as (select %s from images where id = %s and %s) "
          .formatted(String.join(", ", values), parameters.bind(marker, "uuid"), scope.seen());
    }

    /**
     * Rows compare as a whole where all keys go the same way. Where the direction changes, the keys
     * are compared run by run, after a bound on the first run, which an index understands.
     */
    private String afterMarker() {
      int end = endOfRun(0);
      return end == order.size()
          ? compare(0, end, "")
          : compare(0, end, "=") + " and " + afterMarker(0);
    }

    private String afterMarker(int start) {
      int end = endOfRun(start);
      String after = compare(start, end, "");
      return end == order.size()
          ? after
          : "(%s or (%s = %s and %s))"
              .formatted(after, row(start, end), markerRow(start, end), afterMarker(end));
    }

    private int endOfRun(int start) {
      int end = start + 1;
      while (end < order.size() && order.get(end).descending() == order.get(start).descending()) {
        end++;
      }
      return end;
    }

    private String compare(int start, int end, String orEqual) {
      String operator = (order.get(start).descending() ? "<" : ">") + orEqual;
      return "%s %s %s".formatted(row(start, end), operator, markerRow(start, end));
    }

    private String row(int start, int end) {
      return order.subList(start, end).stream()
          .map(Builder::expression)
          .collect(joining(", ", "(", ")"));
    }

    private static String markerRow(int start, int end) {
      return Stream.iterate(start, i -> i < end, i -> i + 1)
          .map(i -> "m" + i)
          .collect(joining(", ", "(select ", " from marker)"));
    }

    private String ordered() {
      return order.stream()
          .map(key -> expression(key) + (key.descending() ? " desc" : " asc"))
          .collect(joining(", ", " order by ", ""));
    }

    private static String expression(SortKey key) {
      return Columns.sorted(key.field());
    }
  }
}
