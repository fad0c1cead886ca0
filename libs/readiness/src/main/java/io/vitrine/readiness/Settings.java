package io.vitrine.readiness;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a service is told, each setting by the name of its environment variable, however it was
 * given: that is how the documentation names it, and findings do.
 */
public record Settings(Map<String, String> byVariable) {
  public Settings {
    byVariable = Map.copyOf(byVariable);
  }

  /** A setting with its value. */
  record Setting(String variable, String value) {}

  /** The variable that a property is set by. */
  public static String variable(String property) {
    return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  Optional<String> value(String variable) {
    return Optional.ofNullable(byVariable.get(variable)).filter(value -> !value.isBlank());
  }

  boolean is(String variable, String value) {
    return value.equalsIgnoreCase(byVariable.getOrDefault(variable, ""));
  }

  /** The settings whose names match, those that are left empty, too. */
  Stream<Setting> like(String variables) {
    Pattern name = Pattern.compile(variables);
    return new TreeMap<>(byVariable)
        .entrySet().stream()
            .filter(each -> name.matcher(each.getKey()).matches())
            .map(each -> new Setting(each.getKey(), each.getValue()));
  }

  /** There are secrets among the values. */
  @Override
  public String toString() {
    return "Settings[%d]".formatted(byVariable.size());
  }
}
