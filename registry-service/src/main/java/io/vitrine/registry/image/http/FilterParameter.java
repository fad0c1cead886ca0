package io.vitrine.registry.image.http;

import io.vitrine.registry.image.ImageFilter;
import io.vitrine.registry.image.ImageFilter.Comparison;
import io.vitrine.registry.image.ImageFilter.DateField;
import io.vitrine.registry.image.ImageFilter.NumberField;
import io.vitrine.registry.image.ImageFilter.TextField;
import io.vitrine.registry.image.ImageProblem;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** One parameter of a list's query, as a filter. */
record FilterParameter(String key, String value) {
  /** Words that are never the begin of a value: {@code name=cirros:0.6} is a name. */
  private static final Set<String> OPERATORS = Set.of("in", "eq", "neq", "gt", "gte", "lt", "lte");

  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger GREATEST = BigInteger.valueOf(Long.MAX_VALUE);

  ImageFilter toFilter() {
    return switch (key) {
      case "id" -> new ImageFilter.IdIn(ids());
      case "name" -> text(TextField.NAME);
      case "status" -> text(TextField.STATUS);
      case "owner" -> text(TextField.OWNER);
      case "disk_format" -> text(TextField.DISK_FORMAT);
      case "container_format" -> text(TextField.CONTAINER_FORMAT);
      case "checksum" -> text(TextField.CHECKSUM);
      case "os_hash_algo" -> text(TextField.OS_HASH_ALGO);
      case "os_hash_value" -> text(TextField.OS_HASH_VALUE);
      case "created_at" -> date(DateField.CREATED_AT);
      case "updated_at" -> date(DateField.UPDATED_AT);
      case "protected" -> new ImageFilter.IsProtected(flag(key, value));
      case "tag" -> new ImageFilter.HasTag(value.strip());
      case "name~" -> new ImageFilter.NameContains(value);
      case "changes-since" ->
          throw invalid("The \"changes-since\" filter is no longer available on v2.");
      case "properties", "locations" ->
          throw invalid("Filtering by '%s' is not supported.".formatted(key));
      default -> number().orElseGet(() -> new ImageFilter.HasProperty(key, value));
    };
  }

  static boolean flag(String key, String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid("Invalid value '%s' for '%s' filter.".formatted(value, key));
    };
  }

  private Set<UUID> ids() {
    return operands().stream()
        .map(ImageForm::optionalUuid)
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }

  private ImageFilter text(TextField field) {
    return new ImageFilter.TextIn(field, Set.copyOf(operands()));
  }

  /** The values one of which has to be met. */
  private List<String> operands() {
    String operator = operator();
    return switch (operator) {
      case "" -> List.of(value);
      case "eq" -> List.of(afterOperator());
      case "in" -> QuotedList.parse(afterOperator());
      default -> throw unknownOperator(operator);
    };
  }

  private ImageFilter date(DateField field) {
    String operator = operator();
    Comparison comparison =
        switch (operator) {
          case "", "eq" -> Comparison.EQUAL;
          case "neq" -> Comparison.NOT_EQUAL;
          case "gt" -> Comparison.GREATER;
          case "gte" -> Comparison.GREATER_OR_EQUAL;
          case "lt" -> Comparison.LESS;
          case "lte" -> Comparison.LESS_OR_EQUAL;
          default -> throw unknownOperator(operator);
        };
    String text = operator.isEmpty() ? value : afterOperator();
    return new ImageFilter.DateIs(
        field,
        comparison,
        IsoDate.parse(text)
            .orElseThrow(() ->
                invalid(
                    "Bad \"%s\" query filter format. Use ISO 8601 DateTime notation."
                        .formatted(key))));
  }

  private String operator() {
    int colon = value.indexOf(':');
    String word = colon < 0 ? "" : value.substring(0, colon);
    return OPERATORS.contains(word) ? word : "";
  }

  private String afterOperator() {
    return value.substring(value.indexOf(':') + 1);
  }

  /** A number or a bound on one; empty where the parameter is about something else. */
  private Optional<ImageFilter> number() {
    for (NumberField field : NumberField.values()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      if (key.equals(name)) {
        return Optional.of(number(field, Comparison.EQUAL));
      } else if (key.equals(name + "_min")) {
        return Optional.of(number(field, Comparison.GREATER_OR_EQUAL));
      } else if (key.equals(name + "_max")) {
        return Optional.of(number(field, Comparison.LESS_OR_EQUAL));
      }
    }
    return Optional.empty();
  }

  private ImageFilter number(NumberField field, Comparison comparison) {
    BigInteger exact =
        PageRequest.integer(value)
            .orElseThrow(() -> invalid("Unable to filter on a range with a non-numeric value."))
            .max(LEAST)
            .min(GREATEST);
    return new ImageFilter.NumberIs(field, comparison, exact.longValueExact());
  }

  private static RuntimeException unknownOperator(String operator) {
    return invalid("Unable to filter by unknown operator '%s'.".formatted(operator));
  }

  private static RuntimeException invalid(String message) {
    return new ImageProblem.Invalid(message).asException();
  }
}
