package io.vitrine.store.cache.settings;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vitrine.store.cache.Admission;
import java.nio.file.Path;
import java.util.Optional;

/** The images that this node keeps on its own disk. */
@ConfigMapping(prefix = "vitrine.cache")
public interface CacheConfig {

  /** Where they are, for this process alone; nothing is cached without it. */
  Optional<Path> directory();

  /** Bytes of all of them together. */
  @WithDefault("10G")
  MemorySize maxSize();

  /** Which read of a whole image makes it one of them. */
  @WithDefault("first")
  Admission.When admission();

  /** What this node is called among the others; by default its host's name and its port. */
  Optional<String> node();
}
