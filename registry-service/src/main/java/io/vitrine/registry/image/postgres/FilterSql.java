package io.vitrine.registry.image.postgres;

import io.vitrine.identity.Caller;
import io.vitrine.registry.image.ImageFilter;
import io.vitrine.registry.image.ImageFilter.Comparison;
import io.vitrine.registry.image.ImageFilter.TextField;
import io.vitrine.registry.policy.Check;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;

/** One filter as a condition on the table of images. */
record FilterSql(Parameters parameters) {

  String condition(ImageFilter filter) {
    return switch (filter) {
      case ImageFilter.IdIn(Set<UUID> ids) ->
          "id = any(%s)".formatted(parameters.bind(ids.toArray(UUID[]::new), "uuid[]"));
      case ImageFilter.TextIn(TextField field, Set<String> values) ->
          oneOf(Columns.filtered(field), values) + Columns.shown(field);
      case ImageFilter.NameContains(String text) ->
          "%s like lower(%s collate \"und-x-icu\")"
              .formatted(Columns.FOLDED_NAME, parameters.text("%" + escaped(text) + "%"));
      case ImageFilter.NumberIs number ->
          "%s %s %s"
                  .formatted(
                      Columns.filtered(number.field()),
                      operator(number.comparison()),
                      parameters.bind(number.value(), "bigint"))
              + Columns.shown(number.field());
      case ImageFilter.DateIs date ->
          date(Columns.filtered(date.field()), date.comparison(), date.value());
      case ImageFilter.IsProtected(boolean value) ->
          "protected = " + parameters.bind(value, "boolean");
      case ImageFilter.HasTag(String tag) -> "tags @> array[%s]".formatted(parameters.text(tag));
      case ImageFilter.HasProperty(String name, String value) ->
          "properties @> jsonb_build_object(%s, %s)"
              .formatted(parameters.text(name), parameters.text(value));
      case ImageFilter.Allowed(Check rule, Caller caller, boolean admin) ->
          new CheckSql(parameters, caller, admin).condition(rule);
    };
  }

  private String oneOf(String expression, Set<String> values) {
    return values.size() == 1
        ? expression + " = " + parameters.text(values.iterator().next())
        : "%s = any(%s)"
            .formatted(expression, parameters.bind(values.toArray(String[]::new), "text[]"));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }

  private static String operator(Comparison comparison) {
    return switch (comparison) {
      case EQUAL -> "=";
      case NOT_EQUAL -> "<>";
      case GREATER -> ">";
      case GREATER_OR_EQUAL -> ">=";
      case LESS -> "<";
      case LESS_OR_EQUAL -> "<=";
    };
  }

  /**
   * The table knows microseconds and clients see seconds. A bound is therefore moved to the edge of
   * a second, which leaves the column bare for its index.
   */
  private String date(String column, Comparison comparison, Instant value) {
    Instant begin = value.truncatedTo(ChronoUnit.SECONDS);
    Instant end = begin.plusSeconds(1);
    Instant ceiling = begin.equals(value) ? begin : end;
    return switch (comparison) {
      case GREATER -> column + " >= " + instant(end);
      case GREATER_OR_EQUAL -> column + " >= " + instant(ceiling);
      case LESS -> column + " < " + instant(ceiling);
      case LESS_OR_EQUAL -> column + " < " + instant(end);
      case EQUAL -> "%s >= %s and %1$s < %s".formatted(column, instant(ceiling), instant(end));
      case NOT_EQUAL -> "(%s < %s or %1$s >= %s)".formatted(column, instant(ceiling), instant(end));
    };
  }

  private String instant(Instant value) {
    return parameters.bind(value, "timestamptz");
  }
}
