package io.vitrine.metadefs.definition;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a definition can say about a property, by JSON Schema's names where it has them. */
public enum Keyword {
  TYPE("type", Shape.TYPE),
  TITLE("title", Shape.TEXT),
  DESCRIPTION("description", Shape.TEXT),
  OPERATORS("operators", Shape.TEXTS),
  DEFAULT("default", Shape.ANYTHING),
  READONLY("readonly", Shape.FLAG),
  MINIMUM("minimum", Shape.NUMBER),
  MAXIMUM("maximum", Shape.NUMBER),
  ENUM("enum", Shape.VALUES),
  PATTERN("pattern", Shape.PATTERN),
  MIN_LENGTH("minLength", Shape.COUNT),
  MAX_LENGTH("maxLength", Shape.COUNT),
  ITEMS("items", Shape.ITEMS),
  UNIQUE_ITEMS("uniqueItems", Shape.FLAG),
  MIN_ITEMS("minItems", Shape.COUNT),
  MAX_ITEMS("maxItems", Shape.COUNT),
  ADDITIONAL_ITEMS("additionalItems", Shape.FLAG),
  REQUIRED("required", Shape.TEXTS),
  CONFIDENTIAL("confidential", Shape.FLAG);

  private static final Map<String, Keyword> BY_NAME =
      Stream.of(values()).collect(Collectors.toMap(Keyword::text, Function.identity()));

  private final String text;
  private final Shape shape;

  Keyword(String text, Shape shape) {
    this.text = text;
    this.shape = shape;
  }

  static Optional<Keyword> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  public String text() {
    return text;
  }

  public Shape shape() {
    return shape;
  }
}
