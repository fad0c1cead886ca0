package io.vitrine.gateway.limit;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket that is one number: when it will be full again. Taking a token moves that moment
 * away, and there is none left when it would lie further off than a whole refill. Needs no lock.
 */
final class Bucket {
  private final Rate rate;
  private final long interval;
  private final long refill;
  private final AtomicLong fullAt;

  /** A full one. */
  Bucket(Rate rate, long now) {
    this.rate = rate;
    this.interval = rate.interval().toNanos();
    this.refill = rate.refill().toNanos();
    this.fullAt = new AtomicLong(now);
  }

  /** Takes a token, if there is one, at a moment in nanoseconds of any origin. */
  Ruling take(long now) {
    while (true) {
      long before = fullAt.get();
      long untilFull = Math.max(before - now, 0) + interval;
      if (untilFull > refill) {
        return new Ruling.Refused(rate, untilFull - refill);
      }
      if (fullAt.compareAndSet(before, now + untilFull)) {
        return new Ruling.Granted(rate, (refill - untilFull) / interval, untilFull);
      }
    }
  }
}
