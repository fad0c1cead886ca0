package io.vitrine.registry.policy.file;

import io.vitrine.identity.Role;
import io.vitrine.registry.policy.Check;
import io.vitrine.registry.policy.OperatorPattern;
import io.vitrine.registry.policy.Policy;
import io.vitrine.registry.policy.PropertyProtections;
import io.vitrine.registry.policy.PropertyProtections.Operation;
import io.vitrine.registry.policy.PropertyProtections.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Glance's {@code property-protections.conf}: each section is a regular expression for names of
 * properties, with who may create, read, update and delete those.
 */
public final class ProtectionsFile {
  private static final String EVERYBODY = "@";
  private static final String NOBODY = "!";

  /** How Keystone once called its members. */
  private static final String OLD_MEMBER = "_member_";

  /** How the file says who may do something. */
  public enum Format {
    /** By roles, with commas between them. */
    ROLES,
    /** By the name of one rule. */
    POLICIES
  }

  private record Entry(String value, String place) {}

  private record Part(String expression, String place, Map<Operation, Entry> entries) {}

  private final Format format;
  private final List<Part> parts = new ArrayList<>();

  /**
   * Reads it.
   *
   * @param name of the file, for messages
   * @throws IllegalArgumentException where it is not such a file
   */
  public ProtectionsFile(String name, String content, Format format) {
    this.format = format;
    int number = 0;
    for (String line : content.split("\r?\n", -1)) {
      read(line.strip(), "%s, line %d".formatted(name, ++number));
    }
    parts.forEach(ProtectionsFile::requireComplete);
  }

  private void read(String line, String place) {
    if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
      return;
    }
    if (line.startsWith("[") && line.endsWith("]") && line.length() > 2) {
      String expression = line.substring(1, line.length() - 1);
      if (parts.stream().anyMatch(part -> part.expression().equals(expression))) {
        throw wrong(place, "section [%s] is there already".formatted(expression));
      }
      parts.add(new Part(expression, place, new EnumMap<>(Operation.class)));
      return;
    }
    String[] sides = line.split("[=:]", 2);
    if (sides.length < 2 || parts.isEmpty()) {
      throw wrong(place, "expected a section as in [^x_.*] or a line as in read = admin");
    }
    Operation operation = operation(sides[0].strip(), place);
    if (parts.getLast().entries().put(operation, new Entry(sides[1].strip(), place)) != null) {
      throw wrong(place, "'%s' is there already".formatted(operation.id()));
    }
  }

  private static Operation operation(String key, String place) {
    return Arrays.stream(Operation.values())
        .filter(operation -> operation.id().equals(key.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () -> wrong(place, "'%s' is none of create, read, update, delete".formatted(key)));
  }

  private static void requireComplete(Part part) {
    for (Operation operation : Operation.values()) {
      if (!part.entries().containsKey(operation)) {
        throw wrong(
            part.place(),
            "section [%s] does not say who may %s".formatted(part.expression(), operation.id()));
      }
    }
  }

  /** The rules that it refers to. */
  public Set<String> rules() {
    return format == Format.ROLES
        ? Set.of()
        : parts.stream()
            .flatMap(part -> part.entries().values().stream())
            .map(Entry::value)
            .collect(Collectors.toSet());
  }

  /**
   * What it says.
   *
   * @throws IllegalArgumentException where it names something that there is not
   */
  public PropertyProtections toProtections(Policy policy) {
    return PropertyProtections.of(
        parts.stream()
            // What belongs to the service is none of the operator's business.
            .filter(part -> !part.expression().startsWith("os_glance"))
            .map(part -> section(part, policy))
            .toList());
  }

  private Section section(Part part, Policy policy) {
    OperatorPattern names;
    try {
      names = OperatorPattern.of(part.expression());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(part.place() + ": " + e.getMessage(), e);
    }
    Map<Operation, Check> checks = new EnumMap<>(Operation.class);
    part.entries().forEach((operation, entry) -> checks.put(operation, check(entry, policy)));
    return new Section(names, checks);
  }

  private Check check(Entry entry, Policy policy) {
    List<String> words =
        Stream.of(entry.value().split(",", -1))
            .map(String::strip)
            .filter(word -> !word.isEmpty())
            .toList();
    if (words.contains(EVERYBODY) && words.contains(NOBODY)) {
      throw wrong(entry.place(), "'@' and '!' exclude one another");
    }
    if (words.isEmpty() || words.contains(NOBODY)) {
      return new Check.Never();
    }
    if (words.contains(EVERYBODY)) {
      return new Check.Always();
    }
    return switch (format) {
      case ROLES -> new Check.AnyOf(words.stream().map(word -> role(word, entry)).toList());
      case POLICIES -> rule(words, entry, policy);
    };
  }

  private static Check role(String word, Entry entry) {
    Role role =
        word.equalsIgnoreCase(OLD_MEMBER)
            ? Role.MEMBER
            : Role.named(word)
                .orElseThrow(() -> wrong(entry.place(), "there is no role '%s'".formatted(word)));
    return new Check.HasRole(role);
  }

  private static Check rule(List<String> words, Entry entry, Policy policy) {
    if (words.size() > 1) {
      throw wrong(entry.place(), "name one rule; a rule can combine others");
    }
    return policy
        .named(words.getFirst())
        .orElseThrow(
            () -> wrong(entry.place(), "there is no rule '%s'".formatted(words.getFirst())));
  }

  private static IllegalArgumentException wrong(String place, String what) {
    return new IllegalArgumentException(place + ": " + what);
  }
}
