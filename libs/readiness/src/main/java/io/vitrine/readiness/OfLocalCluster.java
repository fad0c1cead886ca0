package io.vitrine.readiness;

import io.vitrine.readiness.Settings.Setting;
import java.util.List;
import java.util.stream.Stream;

/** What a cluster for trying has made for itself, which its makers' disks and logs know. */
record OfLocalCluster(String name, List<String> secrets) implements Rule {
  /** What {@code ./vitrine up} and its like begin secrets with. */
  private static final String MARK = "local-";

  private static final String STATE = "/.vitrine/";

  public OfLocalCluster {
    secrets = List.copyOf(secrets);
  }

  @Override
  public List<String> names() {
    return List.of(name);
  }

  @Override
  public Stream<Finding> findings(Settings settings, Jvm jvm) {
    Stream<Setting> marked =
        Secrets.among(settings, secrets).filter(each -> each.value().startsWith(MARK));
    Stream<Setting> files =
        settings.like("(VITRINE|QUARKUS|KAFKA)_.*").filter(each -> each.value().contains(STATE));
    return Stream.concat(marked, files)
        .map(each ->
            new Finding(
                name,
                Severity.UNSAFE,
                "%s comes from a cluster for trying.".formatted(each.variable()),
                "Make secrets and keys of your own, and a realm of your own if that one came with"
                    + " it: its users' passwords are public."));
  }
}
