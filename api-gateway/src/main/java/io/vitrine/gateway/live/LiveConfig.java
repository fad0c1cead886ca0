package io.vitrine.gateway.live;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How clients follow live what happens. */
@ConfigMapping(prefix = "vitrine.live")
public interface LiveConfig {

  /** Streams that this gateway carries at once; more get 503. */
  @WithDefault("1000")
  int maxStreams();

  /** Of them, for one project; more get 429. */
  @WithDefault("100")
  int maxStreamsPerProject();

  /** How often a comment shows that the stream lives. */
  @WithDefault("15s")
  Duration keepAlive();

  /**
   * How often the token is judged and the registry asked anew: for so long a withdrawn token can go
   * on, and a fact that was lost on its way be missed. While nobody answers, the longest pause.
   */
  @WithDefault("30s")
  Duration recheckAfter();

  /** How far back a client that comes again can read on. */
  @WithDefault("10m")
  Duration window();

  /** Memory for that; where it is not enough, the window is shorter. */
  @WithDefault("16M")
  MemorySize windowSize();
}
