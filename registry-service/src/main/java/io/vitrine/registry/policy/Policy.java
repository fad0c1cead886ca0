package io.vitrine.registry.policy;

import io.vitrine.identity.Caller;
import io.vitrine.problem.RequestProblem;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The rules in force: those of {@link Rule}, each as it is or as the operator wants it. */
public final class Policy {
  /** The rules of one who changes none. */
  public static final Policy DEFAULT = of(List.of(), Set.of());

  private final Map<Rule, Check> checks = new EnumMap<>(Rule.class);
  private final Map<String, Check> byName;

  /**
   * A rule as an operator wrote it: another answer for one of {@link Rule}, or one of his own that
   * others refer to.
   *
   * @param place where he wrote it
   */
  public record WrittenRule(String name, String expression, String place) {}

  /**
   * Reads all rules.
   *
   * @param askedBesides names of rules that others than {@link Rule} refer to
   * @throws IllegalArgumentException where a rule cannot be read, or where nothing asks for it
   */
  public static Policy of(List<WrittenRule> overrides, Set<String> askedBesides) {
    return new Policy(new Resolver(overrides).resolve(askedBesides));
  }

  private Policy(Map<String, Check> byName) {
    this.byName = Map.copyOf(byName);
    for (Rule rule : Rule.values()) {
      checks.put(rule, Objects.requireNonNull(byName.get(rule.id())));
    }
  }

  public boolean allows(Rule rule, Caller caller, Target target) {
    return check(rule).holds(caller, target);
  }

  /** For what belongs to nobody. */
  public void require(Rule rule, Caller caller) {
    if (!allows(rule, caller, Target.NONE)) {
      throw new RequestProblem.Forbidden("You are not authorized to complete this action.")
          .asException();
    }
  }

  public Check check(Rule rule) {
    return Objects.requireNonNull(checks.get(rule));
  }

  /** Whether the rule says what it says by default. */
  public boolean isDefault(Rule rule) {
    return check(rule).equals(DEFAULT.check(rule));
  }

  public Optional<Check> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Reads rules in the order in which they refer to one another. */
  private static final class Resolver {
    private final Map<String, WrittenRule> sources = new HashMap<>();
    private final Map<String, Check> resolved = new HashMap<>();
    private final Set<String> open = new HashSet<>();

    Resolver(List<WrittenRule> overrides) {
      for (Rule rule : Rule.values()) {
        sources.put(rule.id(), new WrittenRule(rule.id(), rule.expression(), "by default"));
      }
      overrides.forEach(override -> sources.put(override.name(), override));
    }

    Map<String, Check> resolve(Set<String> askedBesides) {
      for (Rule rule : Rule.values()) {
        resolve(source(rule.id()));
      }
      askedBesides.stream().filter(sources::containsKey).forEach(name -> resolve(source(name)));
      sources.values().stream()
          .filter(source -> !resolved.containsKey(source.name()))
          .findAny()
          .ifPresent(unused -> {
            throw wrong(unused, "nothing here asks for a rule of this name");
          });
      return resolved;
    }

    private WrittenRule source(String name) {
      return Objects.requireNonNull(sources.get(name));
    }

    private Check resolve(WrittenRule source) {
      Check known = resolved.get(source.name());
      if (known != null) {
        return known;
      }
      open.add(source.name());
      try {
        Check check = CheckParser.parse(source.expression(), this::refer);
        resolved.put(source.name(), check);
        return check;
      } catch (CheckParser.Mistake e) {
        throw wrong(source, e.reason());
      } finally {
        open.remove(source.name());
      }
    }

    private Check refer(String name, int position) {
      if (!sources.containsKey(name)) {
        throw CheckParser.wrong("there is no rule '%s'".formatted(name), position);
      }
      if (open.contains(name)) {
        throw CheckParser.wrong("rule '%s' refers to itself".formatted(name), position);
      }
      return resolve(source(name));
    }

    private static IllegalArgumentException wrong(WrittenRule source, String what) {
      return new IllegalArgumentException(
          "%s: rule '%s': %s".formatted(source.place(), source.name(), what));
    }
  }
}
