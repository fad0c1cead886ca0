package io.vitrine.readiness.quarkus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.Optional;
import java.util.Set;

/** Whether settings have to be safe. */
@ConfigMapping(prefix = "vitrine.production")
public interface ProductionConfig {

  /** Whether the service refuses to start with unsafe settings. */
  @WithParentName
  @WithDefault("false")
  boolean isOn();

  /** Names of findings that are meant: they are neither refused nor told. */
  Optional<Set<String>> accept();
}
