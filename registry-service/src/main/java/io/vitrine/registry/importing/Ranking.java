package io.vitrine.registry.importing;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * The order of one project's imports. A large one lets those go first that come soon after it and
 * are smaller, as if it had come later itself; but not for ever.
 */
final class Ranking {
  private static final long BYTES_A_SECOND = 32L << 20;
  private static final Duration MOST = Duration.ofMinutes(10);
  private static final Duration OF_AN_UNKNOWN_SIZE = Duration.ofSeconds(30);

  private Ranking() {}

  /**
   * @param size bytes to work on; empty while unknown
   */
  static Instant of(Instant createdAt, OptionalLong size) {
    if (size.isEmpty()) {
      return createdAt.plus(OF_AN_UNKNOWN_SIZE);
    }
    Duration work = Duration.ofSeconds(size.getAsLong() / BYTES_A_SECOND);
    return createdAt.plus(work.compareTo(MOST) < 0 ? work : MOST);
  }
}
