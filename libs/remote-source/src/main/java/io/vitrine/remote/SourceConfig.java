package io.vitrine.remote;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** From where images may be fetched. Registry and workers need the same. */
@ConfigMapping(prefix = "vitrine.fetch")
public interface SourceConfig {

  /** {@code https} alone refuses what can be changed on the way. */
  @WithDefault("http,https")
  Set<String> allowedSchemes();

  /** The only hosts; none means all that are not disallowed. */
  Optional<Set<String>> allowedHosts();

  Optional<Set<String>> disallowedHosts();

  /** The only ports; an empty value means all that are not disallowed. */
  @WithDefault("80,443")
  Optional<Set<Integer>> allowedPorts();

  Optional<Set<Integer>> disallowedPorts();

  /** Networks to fetch from although they are private, such as {@code 10.1.0.0/16}. */
  Optional<List<Network>> allowedNetworks();

  /** Networks not to fetch from although they are public. */
  Optional<List<Network>> disallowedNetworks();

  default SourceRules rules() {
    return new SourceRules(
        lowerCase(allowedSchemes()),
        new SourceRules.Choice<>(
            lowerCase(allowedHosts().orElse(Set.of())),
            lowerCase(disallowedHosts().orElse(Set.of()))),
        new SourceRules.Choice<>(
            allowedPorts().orElse(Set.of()), disallowedPorts().orElse(Set.of())),
        allowedNetworks().orElse(List.of()),
        disallowedNetworks().orElse(List.of()));
  }

  private static Set<String> lowerCase(Set<String> values) {
    return values.stream()
        .map(value -> value.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }
}
