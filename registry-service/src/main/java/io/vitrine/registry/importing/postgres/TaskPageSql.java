package io.vitrine.registry.importing.postgres;

import io.vitrine.registry.importing.TaskQuery;
import io.vitrine.registry.importing.TaskQuery.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** One page of tasks as one statement, which finds its place by the marker's own values. */
record TaskPageSql(String sql, Map<String, Object> parameters, int limit) {

  static TaskPageSql of(TaskQuery query) {
    SequencedSet<Column> order = new LinkedHashSet<>();
    order.add(query.sortKey());
    order.add(Column.CREATED_AT);
    order.add(Column.ID);
    List<String> conditions = new ArrayList<>();
    Map<String, Object> parameters = new LinkedHashMap<>();
    query
        .equalTo()
        .forEach((column, value) -> {
          conditions.add("%s = :%s".formatted(name(column), name(column)));
          parameters.put(name(column), value);
        });
    query
        .marker()
        .ifPresent(marker -> {
          String row = joined(order, "");
          conditions.add(
              "(%s) %s (select %s from import_tasks where id = :marker)"
                  .formatted(row, query.descending() ? "<" : ">", row));
          parameters.put("marker", marker);
        });
    return new TaskPageSql(
        "select * from import_tasks"
            + (conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions))
            + " order by "
            + joined(order, query.descending() ? " desc" : " asc"),
        parameters,
        query.limit());
  }

  Mutiny.SelectionQuery<ImportTaskRow> query(Mutiny.Session session) {
    Mutiny.SelectionQuery<ImportTaskRow> query =
        session.createNativeQuery(sql, ImportTaskRow.class);
    parameters.forEach(query::setParameter);
    return query.setMaxResults(limit);
  }

  private static String joined(SequencedSet<Column> order, String direction) {
    return order.stream().map(column -> name(column) + direction).collect(Collectors.joining(", "));
  }

  private static String name(Column column) {
    return column.name().toLowerCase(Locale.ROOT);
  }
}
