package io.vitrine.registry.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How images are imported. */
@ConfigMapping(prefix = "vitrine.registry.imports")
public interface ImportConfig {
  /** The ways that import requests may name. */
  @WithDefault("glance-direct,web-download,copy-image")
  List<String> methods();

  /** By declared disk format, what imports become where neither request nor store says it. */
  Map<String, String> convert();

  /** By region, the endpoints of other image services, for {@code glance-download}. */
  Map<String, String> glances();

  Injection inject();

  /** Properties that imported images get, unless they have them. */
  interface Injection {
    Map<String, String> properties();

    /** Whose imports stay as they are. */
    @WithDefault("admin")
    Set<String> ignoreRoles();
  }
}
