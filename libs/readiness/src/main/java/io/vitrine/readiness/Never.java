package io.vitrine.readiness;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Settings that must not have certain values.
 *
 * @param variables patterns of their names
 * @param unless what makes it safe all the same
 * @param why follows the setting with its value
 */
record Never(
    String name,
    Severity severity,
    List<String> variables,
    Predicate<String> unsafe,
    Predicate<Settings> unless,
    String why,
    String remedy)
    implements Rule {
  public Never {
    variables = List.copyOf(variables);
  }

  @Override
  public List<String> names() {
    return List.of(name);
  }

  @Override
  public Stream<Finding> findings(Settings settings, Jvm jvm) {
    return variables.stream()
        .flatMap(settings::like)
        .filter(each -> unsafe.test(each.value().strip()) && !unless.test(settings))
        .map(each ->
            new Finding(
                name,
                severity,
                "%s is '%s': %s".formatted(each.variable(), each.value(), why),
                remedy));
  }
}
