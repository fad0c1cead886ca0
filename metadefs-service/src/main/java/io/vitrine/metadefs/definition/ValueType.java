package io.vitrine.metadefs.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.vitrine.problem.JsonBody;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The types that a property can have. */
public enum ValueType {
  ARRAY("a JSON array or a list by commas"),
  BOOLEAN("true or false"),
  INTEGER("a whole number"),
  NUMBER("a number"),
  OBJECT("a JSON object"),
  STRING("a text");

  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,1000}");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?[0-9]{1,1000}(\\.[0-9]{1,1000})?([eE][+-]?[0-9]{1,9})?");

  /** Numbers keep every digit: they are compared. */
  private static final ObjectReader JSON =
      JsonBody.JSON.readerFor(Object.class).with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private final String description;

  ValueType(String description) {
    this.description = description;
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a value of this type looks like, as the end of a sentence. */
  String description() {
    return description;
  }

  static Optional<ValueType> named(@Nullable Object name) {
    return Stream.of(values()).filter(type -> type.text().equals(name)).findFirst();
  }

  /** What a text means as a value of this type; empty if it is none. */
  Optional<Object> read(String text) {
    return switch (this) {
      case STRING -> Optional.of(text);
      case BOOLEAN ->
          switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
          };
      case INTEGER -> WHOLE.matcher(text).matches() ? Optional.of(number(text)) : Optional.empty();
      case NUMBER -> DECIMAL.matcher(text).matches() ? Optional.of(number(text)) : Optional.empty();
      case ARRAY -> text.stripLeading().startsWith("[") ? json(text, List.class) : list(text);
      case OBJECT -> json(text, Map.class);
    };
  }

  /** The same for a value that is in a JSON document. */
  Optional<Object> read(@Nullable Object value) {
    return switch (value) {
      case String text -> read(text);
      case Boolean flag when this == BOOLEAN -> Optional.of(flag);
      case Number number when this == INTEGER || this == NUMBER -> read(number.toString());
      case List<?> list when this == ARRAY -> Optional.of(list);
      case Map<?, ?> map when this == OBJECT -> Optional.of(map);
      case null, default -> Optional.empty();
    };
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text);
  }

  private static Optional<Object> list(String text) {
    return Optional.of(
        text.isBlank()
            ? List.of()
            : Arrays.stream(text.split(",", -1)).map(String::strip).toList());
  }

  private static Optional<Object> json(String text, Class<?> type) {
    try {
      Object value = JSON.readValue(text);
      return type.isInstance(value) ? Optional.of(value) : Optional.empty();
    } catch (JsonProcessingException | NumberFormatException e) {
      // Exponents that are out of all bounds are none of Jackson's own exceptions.
      return Optional.empty();
    }
  }
}
