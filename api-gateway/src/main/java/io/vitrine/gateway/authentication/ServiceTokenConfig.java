package io.vitrine.gateway.authentication;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What another service's token is good for. */
@ConfigMapping(prefix = "vitrine.service-token")
public interface ServiceTokenConfig {

  /**
   * How long after its end a user's token is still taken from a service that goes on with the
   * user's work. Zero: not at all.
   */
  @WithDefault("48H")
  Duration expiredUserTokens();
}
