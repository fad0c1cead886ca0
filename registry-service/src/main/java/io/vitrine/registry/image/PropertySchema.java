package io.vitrine.registry.image;

import io.vitrine.registry.policy.OperatorPattern;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What an operator declares of properties beside the base ones.
 *
 * @param definitions by name; other properties hold any text
 * @param required names of properties that every new image has
 */
public record PropertySchema(SequencedMap<String, Definition> definitions, List<String> required) {
  public static final PropertySchema NONE = new PropertySchema(new LinkedHashMap<>(), List.of());

  public PropertySchema {
    definitions = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(definitions));
    required = List.copyOf(required);
  }

  /**
   * One property.
   *
   * @param json as clients are told of it
   * @param nullable whether null may be written, which is as if nothing were
   * @param values all that are allowed; empty means any
   * @param maxLength in characters
   */
  public record Definition(
      Map<String, Object> json,
      boolean nullable,
      List<String> values,
      Optional<OperatorPattern> pattern,
      int minLength,
      int maxLength) {
    public Definition {
      json = Collections.unmodifiableMap(new LinkedHashMap<>(json));
      values = List.copyOf(values);
    }

    /** What a value should be, where this one is not. */
    private Optional<String> expected(String value) {
      int length = value.codePointCount(0, value.length());
      if (!values.isEmpty() && !values.contains(value)) {
        return Optional.of("one of " + String.join(", ", values));
      }
      if (length < minLength || length > maxLength) {
        return Optional.of("a string of %d to %d characters".formatted(minLength, maxLength));
      }
      return pattern
          .filter(expression -> !expression.isFoundIn(value))
          .map(expression -> "a string that matches " + expression.pattern());
    }
  }

  public boolean isNullable(String property) {
    @Nullable Definition definition = definitions.get(property);
    return definition != null && definition.nullable();
  }

  /** What the value should be, where it is not. */
  public Optional<String> expected(String property, String value) {
    return Optional.ofNullable(definitions.get(property))
        .flatMap(definition -> definition.expected(value));
  }

  /** Refuses a new image without something that is required. */
  void requireComplete(ImageAttributes image) {
    required.stream().filter(property -> !has(image, property)).findFirst().ifPresent(this::refuse);
  }

  /**
   * Refuses to take away what is required. An image that is older than the requirement can do
   * without.
   */
  void requireComplete(ImageAttributes before, ImageAttributes after) {
    required.stream()
        .filter(property -> has(before, property) && !has(after, property))
        .findFirst()
        .ifPresent(this::refuse);
  }

  private void refuse(String property) {
    throw new ImageProblem.Invalid(
            "Provided object does not match schema 'image': '%s' is a required property."
                .formatted(property))
        .asException();
  }

  private static boolean has(ImageAttributes image, String property) {
    return switch (property) {
      case "name" -> image.name() != null;
      case "disk_format" -> image.diskFormat() != null;
      case "container_format" -> image.containerFormat() != null;
      // These are never without a value.
      case "id", "owner", "visibility", "protected", "os_hidden", "min_disk", "min_ram", "tags" ->
          true;
      default -> image.properties().containsKey(property);
    };
  }
}
