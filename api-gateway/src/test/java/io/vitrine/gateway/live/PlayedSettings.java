package io.vitrine.gateway.live;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.time.Duration;

/** Settings as a test wants them. */
record PlayedSettings(Duration window, long windowBytes) implements LiveConfig {
  @Override
  public int maxStreams() {
    return 1;
  }

  @Override
  public int maxStreamsPerProject() {
    return 1;
  }

  @Override
  public Duration keepAlive() {
    return Duration.ofSeconds(30);
  }

  @Override
  public Duration recheckAfter() {
    return Duration.ofSeconds(30);
  }

  @Override
  public MemorySize windowSize() {
    return new MemorySize(BigInteger.valueOf(windowBytes));
  }
}
