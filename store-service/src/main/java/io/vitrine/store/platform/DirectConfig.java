package io.vitrine.store.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Uploads straight to an S3 server, for stores that allow it. */
@ConfigMapping(prefix = "vitrine.direct")
public interface DirectConfig {

  /** For how long the URL of a part is good. */
  @WithDefault("15M")
  Duration urlValidity();
}
