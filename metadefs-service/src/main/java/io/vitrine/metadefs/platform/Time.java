package io.vitrine.metadefs.platform;

import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;

/** The service's clock. It ticks as finely as the database remembers. */
public class Time {
  private static final Duration TICK = Duration.ofNanos(1_000);

  @Produces
  Clock clock() {
    return Clock.tick(Clock.systemUTC(), TICK);
  }
}
