package io.vitrine.metadefs.definition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is said about a property.
 *
 * @param name as it is without the prefix of a resource type
 * @param keywords what each keyword says, as plain JSON: texts, numbers, booleans, lists, maps and
 *     null; in the order and with the types in which a client said it
 */
public record Definition(String name, Map<String, @Nullable Object> keywords) {
  private static final List<Keyword> DEMANDED = List.of(Keyword.TYPE, Keyword.TITLE);

  /** What a value costs beyond its own characters. */
  public static final int OVERHEAD = 4;

  public Definition {
    keywords = frozen(keywords);
  }

  /**
   * What a client says. What is kept was checked then, and a later version may have let more pass.
   */
  public static Definition said(String name, Map<String, @Nullable Object> keywords) {
    Names.flaw(name).ifPresent(flaw -> refuse("The name of a property " + flaw));
    for (Keyword keyword : DEMANDED) {
      if (!keywords.containsKey(keyword.text())) {
        refuse("%s of the property %s is required.".formatted(keyword.text(), name));
      }
    }
    for (Map.Entry<String, @Nullable Object> said : keywords.entrySet()) {
      check(name, said.getKey(), said.getValue());
    }
    return new Definition(name, keywords);
  }

  /** What is said about several, by their names and in their order. */
  public static Map<String, Map<String, @Nullable Object>> byName(List<Definition> definitions) {
    Map<String, Map<String, @Nullable Object>> byName = new LinkedHashMap<>();
    definitions.forEach(definition -> byName.put(definition.name(), definition.keywords()));
    return byName;
  }

  public ValueType type() {
    return ValueType.named(keywords.get(Keyword.TYPE.text())).orElseThrow();
  }

  /**
   * What is wrong with a value, each as the end of a sentence. Values are texts, as those of images
   * are: one that reads as the type is of the type.
   */
  public List<String> flawsOf(String value) {
    return Fit.flaws(this, value);
  }

  Optional<Object> says(Keyword keyword) {
    return Optional.ofNullable(keywords.get(keyword.text()));
  }

  /** About how many characters it has. */
  public int size() {
    return name.length() + sizeOf(keywords);
  }

  private static void check(String name, String keyword, @Nullable Object value) {
    Shape shape =
        Keyword.named(keyword)
            .map(Keyword::shape)
            .orElseThrow(() ->
                invalid("'%s' of the property %s is not supported.".formatted(keyword, name)));
    if (!shape.fits(value)) {
      refuse("%s of the property %s must %s.".formatted(keyword, name, shape.demand()));
    }
  }

  private static int sizeOf(@Nullable Object value) {
    return OVERHEAD
        + switch (value) {
          case Map<?, ?> map ->
              map.entrySet().stream()
                  .mapToInt(entry -> sizeOf(entry.getKey()) + sizeOf(entry.getValue()))
                  .sum();
          case List<?> list -> list.stream().mapToInt(Definition::sizeOf).sum();
          case null, default -> Objects.toString(value).length();
        };
  }

  private static Map<String, @Nullable Object> frozen(Map<String, @Nullable Object> map) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(key, frozenValue(value)));
    return Collections.unmodifiableMap(copy);
  }

  private static @Nullable Object frozenValue(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, inner) -> copy.put(key, frozenValue(inner)));
        yield Collections.unmodifiableMap(copy);
      }
      // Unlike List.copyOf, this has room for null.
      case List<?> list -> list.stream().map(Definition::frozenValue).toList();
      case null, default -> value;
    };
  }

  private static void refuse(String message) {
    throw invalid(message);
  }

  private static RuntimeException invalid(String message) {
    return new DefinitionProblem.Invalid(message).asException();
  }
}
