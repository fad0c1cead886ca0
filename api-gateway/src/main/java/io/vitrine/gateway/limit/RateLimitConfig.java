package io.vitrine.gateway.limit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;
import java.util.OptionalInt;

/** How many requests each project may send through this gateway; others count for themselves. */
@ConfigMapping(prefix = "vitrine.gateway.rate-limit")
public interface RateLimitConfig {

  /** In the long run. Zero: any number. */
  @WithDefault("0")
  double requestsPerSecond();

  /** At once, after a rest. Default: what a second allows. */
  OptionalInt burst();

  /** By project id, instead of the above. */
  Map<String, Limit> projects();

  interface Limit {
    double requestsPerSecond();

    OptionalInt burst();
  }
}
