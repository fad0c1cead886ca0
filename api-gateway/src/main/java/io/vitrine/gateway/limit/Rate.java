package io.vitrine.gateway.limit;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How fast a bucket fills, and how much it holds.
 *
 * @param interval in which one request becomes possible
 * @param burst requests that a full bucket holds
 */
record Rate(Duration interval, int burst) {
  private static final double NANOS = 1e9;

  Rate {
    if (interval.isNegative() || interval.isZero() || burst < 1) {
      throw new IllegalArgumentException(
          "No rate: a burst of %d, one more in %s".formatted(burst, interval));
    }
  }

  static Rate of(double perSecond, OptionalInt burst) {
    if (!(perSecond > 0 && perSecond <= NANOS)) {
      throw new IllegalArgumentException(
          "requests-per-second must be a number from 0 to a billion: " + perSecond);
    }
    return new Rate(
        Duration.ofNanos(Math.round(NANOS / perSecond)), burst.orElse((int) Math.ceil(perSecond)));
  }

  /** From empty to full. */
  Duration refill() {
    return interval.multipliedBy(burst);
  }
}
