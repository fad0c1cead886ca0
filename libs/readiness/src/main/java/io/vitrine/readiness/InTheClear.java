package io.vitrine.readiness;

import io.vitrine.readiness.Settings.Setting;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * URLs that bytes go to unprotected.
 *
 * @param elsewhere what it means outside of the cluster; within, by the name of a service, it is
 *     doubtful
 */
record InTheClear(String name, List<String> variables, Severity elsewhere, String remedy)
    implements Rule {
  public InTheClear {
    variables = List.copyOf(variables);
  }

  @Override
  public List<String> names() {
    return List.of(name, name + "-in-cluster");
  }

  @Override
  public Stream<Finding> findings(Settings settings, Jvm jvm) {
    return variables.stream()
        .flatMap(settings::like)
        .flatMap(
            each -> Place.clearHosts(each.value()).flatMap(host -> finding(each, host).stream()));
  }

  private Optional<Finding> finding(Setting setting, String host) {
    return switch (Place.of(host)) {
      case HERE -> Optional.empty();
      case CLUSTER ->
          Optional.of(
              new Finding(
                  name + "-in-cluster",
                  Severity.DOUBTFUL,
                  "%s goes to %s by plain HTTP: only NetworkPolicies or a mesh keep others of the"
                          .formatted(setting.variable(), host)
                      + " cluster from reading it.",
                  remedy));
      case ELSEWHERE ->
          Optional.of(
              new Finding(
                  name,
                  elsewhere,
                  "%s goes to %s by plain HTTP: whoever is on the way reads and changes it."
                      .formatted(setting.variable(), host),
                  remedy));
    };
  }
}
