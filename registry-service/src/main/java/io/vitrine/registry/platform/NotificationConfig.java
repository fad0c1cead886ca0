package io.vitrine.registry.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.Set;

/** Notifications for the tools of OpenStack. */
@ConfigMapping(prefix = "vitrine.registry.notifications")
public interface NotificationConfig {
  /** Whether there are any: the channels on Kafka are open then. */
  @WithDefault("false")
  boolean enabled();

  /** What the names of their topics begin with; {@code .info} and {@code .error} follow. */
  @WithDefault("vitrine.notifications")
  String topic();

  /** As whose word they are told. */
  @WithDefault("image.${HOSTNAME:localhost}")
  String publisherId();

  /** Types, and groups of them, that nobody is told of. */
  Optional<Set<String>> disabled();
}
