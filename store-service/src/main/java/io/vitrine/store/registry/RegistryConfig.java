package io.vitrine.store.registry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Where the registry is. */
@ConfigMapping(prefix = "vitrine.registry")
public interface RegistryConfig {

  /** Base URL, without /internal. */
  URI url();

  /** How long one answer may take. */
  @WithDefault("10S")
  Duration timeout();
}
