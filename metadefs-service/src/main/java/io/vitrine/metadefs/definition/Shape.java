package io.vitrine.metadefs.definition;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can stand behind a keyword. */
public enum Shape {
  ANYTHING("be a value"),
  TEXT("be a text"),
  TEXTS("be a list of texts"),
  VALUES("be a list"),
  FLAG("be true or false"),
  NUMBER("be a number"),
  COUNT("be a whole number that is not negative"),
  TYPE("be array, boolean, integer, number, object or string"),
  PATTERN(
      "be a regular expression that RE2 understands, that does not repeat too much and minds case"),
  ITEMS("have a type, may have an enum, and nothing else");

  private static final String ITEM_TYPE = "type";
  private static final String ITEM_ENUM = "enum";

  private final String demand;

  Shape(String demand) {
    this.demand = demand;
  }

  /** As a sentence goes on after "must". */
  String demand() {
    return demand;
  }

  boolean fits(@Nullable Object value) {
    return switch (this) {
      case ANYTHING -> true;
      case TEXT -> value instanceof String;
      case TEXTS -> value instanceof List<?> list && list.stream().allMatch(TEXT::fits);
      case VALUES -> value instanceof List<?>;
      case FLAG -> value instanceof Boolean;
      case NUMBER -> value instanceof Number;
      case COUNT -> isCount(value);
      case TYPE -> ValueType.named(value).isPresent();
      case PATTERN -> value instanceof String text && BoundedPattern.of(text).isPresent();
      case ITEMS ->
          value instanceof Map<?, ?> items
              && Set.of(ITEM_TYPE, ITEM_ENUM).containsAll(items.keySet())
              && TYPE.fits(items.get(ITEM_TYPE))
              && (!items.containsKey(ITEM_ENUM) || VALUES.fits(items.get(ITEM_ENUM)));
    };
  }

  private static boolean isCount(@Nullable Object value) {
    return switch (value) {
      case Integer count -> count >= 0;
      case Long count -> count >= 0;
      case BigInteger count -> count.signum() >= 0;
      case null, default -> false;
    };
  }
}
