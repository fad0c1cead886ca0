package io.vitrine.readiness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the rules say of a service's settings.
 *
 * @param findings that nobody has accepted, the worse ones first
 */
public record Verdict(String service, boolean isProduction, List<Finding> findings) {
  private static final String SWITCH = "VITRINE_PRODUCTION";

  /** Whatever else it says is meant to switch it on. */
  private static final Set<String> OFF = Set.of("false", "0", "no", "n", "off");

  private static final String ACCEPT = "VITRINE_PRODUCTION_ACCEPT";

  public Verdict {
    findings = List.copyOf(findings);
  }

  public static Verdict of(Settings settings, Jvm jvm) {
    Set<String> accepted =
        settings.value(ACCEPT).stream()
            .flatMap(names -> Stream.of(names.split(",", -1)))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet());
    List<Finding> findings = new ArrayList<>();
    unknown(accepted).forEach(findings::add);
    Rules.ALL.stream()
        .flatMap(rule -> rule.findings(settings, jvm))
        .filter(finding -> !accepted.contains(finding.name()))
        .distinct()
        .forEach(findings::add);
    findings.sort(Comparator.comparing(Finding::severity));
    return new Verdict(
        settings.value("QUARKUS_APPLICATION_NAME").orElse("this service"),
        settings
            .value(SWITCH)
            .map(value -> value.strip().toLowerCase(Locale.ROOT))
            .filter(value -> !OFF.contains(value))
            .isPresent(),
        findings);
  }

  /** A name that nobody knows may be one that is meant to be known. */
  private static Stream<Finding> unknown(Set<String> accepted) {
    Set<String> names =
        Rules.ALL.stream().flatMap(rule -> rule.names().stream()).collect(Collectors.toSet());
    return accepted.stream()
        .filter(name -> !names.contains(name))
        .sorted()
        .map(name ->
            new Finding(
                "accept",
                Severity.UNSAFE,
                "%s has '%s', which is no finding's name.".formatted(ACCEPT, name),
                "Write it as the finding has it."));
  }

  public List<Finding> unsafe() {
    return with(Severity.UNSAFE);
  }

  public List<Finding> doubtful() {
    return with(Severity.DOUBTFUL);
  }

  private List<Finding> with(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).toList();
  }

  public boolean forbidsStart() {
    return isProduction && !unsafe().isEmpty();
  }

  /** Why the service does not start: all that is unsafe, and what to do. */
  public String refusal() {
    return """
    %s does not start: %s=true, and its settings are unsafe (%d findings).

    %s
    What is safe here for a reason that a service cannot see, name in %s=%s.\
    """
        .formatted(service, SWITCH, unsafe().size(), list(unsafe()), ACCEPT, names(unsafe()));
  }

  /** What else there is to say in production. */
  public String doubts() {
    return "Doubtful in production (%d findings). What is meant, name in %s=%s.\n%s"
        .formatted(doubtful().size(), ACCEPT, names(doubtful()), list(doubtful()).stripTrailing());
  }

  private static String list(List<Finding> findings) {
    return findings.stream()
        .map(each -> "[%s] %s\n    %s\n".formatted(each.name(), each.what(), each.remedy()))
        .collect(Collectors.joining());
  }

  private static String names(List<Finding> findings) {
    return findings.stream().map(Finding::name).distinct().collect(Collectors.joining(","));
  }
}
