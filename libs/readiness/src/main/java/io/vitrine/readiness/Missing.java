package io.vitrine.readiness;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Settings that some services should have and do not.
 *
 * @param services what they call themselves
 * @param present whether they have it
 */
record Missing(
    String name, List<String> services, Predicate<Settings> present, String what, String remedy)
    implements Rule {
  public Missing {
    services = List.copyOf(services);
  }

  @Override
  public List<String> names() {
    return List.of(name);
  }

  @Override
  public Stream<Finding> findings(Settings settings, Jvm jvm) {
    String service = settings.value("QUARKUS_APPLICATION_NAME").orElse("");
    return services.contains(service) && !present.test(settings)
        ? Stream.of(new Finding(name, Severity.DOUBTFUL, what, remedy))
        : Stream.empty();
  }
}
