package io.vitrine.registry.quota;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How much projects may use: images or bytes. What is missing is unlimited.
 *
 * @param general for every project
 * @param byProject instead of the general ones, resource by resource; negative lifts a limit
 */
public record Limits(Map<Resource, Long> general, Map<String, Map<Resource, Long>> byProject) {
  public static final Limits NONE = new Limits(Map.of(), Map.of());

  public Limits {
    general = Map.copyOf(general);
    byProject = Map.copyOf(byProject);
  }

  public OptionalLong of(String project, Resource resource) {
    return Optional.ofNullable(byProject.getOrDefault(project, Map.of()).get(resource))
        .or(() -> Optional.ofNullable(general.get(resource)))
        .filter(limit -> limit >= 0)
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }
}
