package io.vitrine.registry.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How images are imported. */
@ConfigMapping(prefix = "vitrine.registry.imports")
public interface ImportConfig {
  /** The ways that import requests may name. */
  @WithDefault("glance-direct,web-download,copy-image")
  List<String> methods();

  /**
   * By declared disk format, what imports become where neither request nor store says it: {@code
   * vmdk=qcow2,vdi=raw}.
   */
  Optional<List<String>> convert();

  /**
   * By region, the endpoints of other image services, for {@code glance-download}: {@code
   * RegionTwo=https://image.two.example}.
   */
  Optional<List<String>> glances();

  /** Properties that imported images get, unless they have them: {@code name=value}. */
  Optional<List<String>> inject();

  /** Whose imports get none of these. */
  @WithDefault("admin")
  Set<String> injectIgnoreRoles();

  /** The names with their values, of a setting that is a list of them. */
  static Map<String, String> pairs(String setting, Optional<List<String>> list) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : list.orElse(List.of())) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "vitrine.registry.imports.%s: '%s' is not name=value".formatted(setting, pair));
      }
      pairs.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
    }
    return pairs;
  }
}
