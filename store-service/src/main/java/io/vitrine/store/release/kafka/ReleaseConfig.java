package io.vitrine.store.release.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "vitrine.releases")
interface ReleaseConfig {

  /**
   * How long a release waits for an operator: for a store that is not known here, or that denies
   * access. After this it goes to the dead letters. One that is away is waited for without end.
   */
  @WithDefault("12H")
  Duration patience();
}
