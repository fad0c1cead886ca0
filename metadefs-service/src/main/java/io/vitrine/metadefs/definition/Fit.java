package io.vitrine.metadefs.definition;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares a value with what a definition says. */
final class Fit {
  private static final int NAMED_CHOICES = 20;
  private static final int LARGEST_EXPONENT = 1_000_000_000;

  private final Definition definition;
  private final String text;
  private final List<String> flaws = new ArrayList<>();

  private Fit(Definition definition, String text) {
    this.definition = definition;
    this.text = text;
  }

  /** What is wrong with a value, each as the end of a sentence. */
  static List<String> flaws(Definition definition, String text) {
    Fit fit = new Fit(definition, text);
    if (!fit.isCondition()) {
      definition
          .type()
          .read(text)
          .ifPresentOrElse(
              fit::check, () -> fit.flaws.add("must be " + definition.type().description()));
    }
    return List.copyOf(fit.flaws);
  }

  /** What begins with an operator is no value but says something about values. */
  private boolean isCondition() {
    return list(Keyword.OPERATORS).stream().anyMatch(operator -> text.startsWith(operator + " "));
  }

  private void check(Object value) {
    checkEnum(value);
    switch (definition.type()) {
      case STRING -> checkText();
      case INTEGER, NUMBER -> checkNumber((BigDecimal) value);
      case ARRAY -> checkItems((List<?>) value);
      case OBJECT -> checkMembers((Map<?, ?>) value);
      case BOOLEAN -> {}
    }
  }

  private void checkEnum(Object value) {
    List<?> choices = list(Keyword.ENUM);
    if (!choices.isEmpty() && !isAmong(choices, text) && !isAmong(choices, value)) {
      flaws.add("must be one of " + named(choices));
    }
  }

  private void checkText() {
    int length = text.codePointCount(0, text.length());
    checkCount("characters", Keyword.MIN_LENGTH, Keyword.MAX_LENGTH, length);
    definition
        .says(Keyword.PATTERN)
        .map(Object::toString)
        .flatMap(BoundedPattern::of)
        .filter(pattern -> !pattern.isFoundIn(text))
        .ifPresent(pattern -> flaws.add("must match " + pattern));
  }

  private void checkNumber(BigDecimal value) {
    number(Keyword.MINIMUM)
        .filter(minimum -> value.compareTo(minimum) < 0)
        .ifPresent(minimum -> flaws.add("must be at least " + minimum));
    number(Keyword.MAXIMUM)
        .filter(maximum -> value.compareTo(maximum) > 0)
        .ifPresent(maximum -> flaws.add("must be at most " + maximum));
  }

  private void checkItems(List<?> items) {
    checkCount("items", Keyword.MIN_ITEMS, Keyword.MAX_ITEMS, items.size());
    List<@Nullable Object> read = new ArrayList<>(items);
    if (definition.says(Keyword.ITEMS).orElse(null) instanceof Map<?, ?> said) {
      ValueType type = ValueType.named(said.get("type")).orElseThrow();
      read.replaceAll(item -> type.read(item).orElse(null));
      if (read.contains(null)) {
        flaws.add("must have items that are each " + type.description());
      } else if (said.get("enum") instanceof List<?> choices
          && !canonicalSet(choices).containsAll(canonicalSet(read))) {
        flaws.add("must have items of " + named(choices));
      }
    }
    if (definition.says(Keyword.UNIQUE_ITEMS).equals(Optional.of(true))
        && canonicalSet(read).size() < read.size()) {
      flaws.add("must have no item twice");
    }
  }

  private void checkMembers(Map<?, ?> members) {
    list(Keyword.REQUIRED).stream()
        .filter(name -> !members.containsKey(name))
        .forEach(name -> flaws.add("must have a member " + name));
  }

  private void checkCount(String what, Keyword minimum, Keyword maximum, int count) {
    BigDecimal counted = BigDecimal.valueOf(count);
    number(minimum)
        .filter(least -> counted.compareTo(least) < 0)
        .ifPresent(least -> flaws.add("must have at least %s %s".formatted(least, what)));
    number(maximum)
        .filter(most -> counted.compareTo(most) > 0)
        .ifPresent(most -> flaws.add("must have at most %s %s".formatted(most, what)));
  }

  private List<?> list(Keyword keyword) {
    return definition.says(keyword).orElse(null) instanceof List<?> list ? list : List.of();
  }

  private Optional<BigDecimal> number(Keyword keyword) {
    return definition.says(keyword).map(number -> new BigDecimal(number.toString()));
  }

  private static boolean isAmong(List<?> choices, Object value) {
    return canonicalSet(choices).contains(canonical(value));
  }

  private static Set<@Nullable Object> canonicalSet(List<? extends @Nullable Object> values) {
    Set<@Nullable Object> canonical = new HashSet<>();
    values.forEach(value -> canonical.add(canonical(value)));
    return canonical;
  }

  /** Equal for equal values, however their numbers are written. */
  private static @Nullable Object canonical(@Nullable Object value) {
    return switch (value) {
      case Number number -> canonical(new BigDecimal(number.toString()));
      case List<?> list -> {
        List<@Nullable Object> canonical = new ArrayList<>();
        list.forEach(item -> canonical.add(canonical(item)));
        yield canonical;
      }
      case Map<?, ?> map -> {
        Map<Object, @Nullable Object> canonical = new HashMap<>();
        map.forEach((name, member) -> canonical.put(name, canonical(member)));
        yield canonical;
      }
      case null, default -> value;
    };
  }

  /** An exponent may be so large that it has no room for the zeros of the digits. */
  private static BigDecimal canonical(BigDecimal number) {
    return Math.abs((long) number.scale()) > LARGEST_EXPONENT
        ? number
        : number.stripTrailingZeros();
  }

  private static String named(List<?> choices) {
    String names =
        choices.stream()
            .limit(NAMED_CHOICES)
            .map(Objects::toString)
            .collect(Collectors.joining(", "));
    return choices.size() > NAMED_CHOICES ? names + ", …" : names;
  }
}
