package io.vitrine.gateway.limit;

import java.time.Duration;

/** Whether one more request may pass. */
public sealed interface Ruling {

  /** It is not counted. */
  record Unlimited() implements Ruling {}

  /**
   * It may.
   *
   * @param left requests that could follow at once
   * @param nanosUntilFull until all of them could
   */
  record Granted(Rate rate, long left, long nanosUntilFull) implements Ruling {
    /** As draft-ietf-httpapi-ratelimit-headers has it. */
    public String limit() {
      return "\"project\";r=%d;t=%d".formatted(left, seconds(nanosUntilFull));
    }

    public String policy() {
      return "\"project\";q=%d;w=%d".formatted(rate.burst(), seconds(rate.refill().toNanos()));
    }
  }

  /** It may not, before a while has passed. */
  record Refused(Rate rate, long nanosToWait) implements Ruling {
    /** Whole seconds, at least one. */
    public long retryAfter() {
      return seconds(nanosToWait);
    }
  }

  private static long seconds(long nanos) {
    return Math.max(1, Math.ceilDiv(nanos, Duration.ofSeconds(1).toNanos()));
  }
}
