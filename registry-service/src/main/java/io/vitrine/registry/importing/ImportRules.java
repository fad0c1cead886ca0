package io.vitrine.registry.importing;

import java.time.Duration;
import java.util.Optional;

/**
 * What an operator decides about imports.
 *
 * @param outputFormat what imported images become unless the request says otherwise
 * @param lease how long a worker may be silent before its run counts as dead
 * @param offerAgain after how long a task that nobody took is offered again
 * @param maxAttempts how many runs may die before the task fails
 */
public record ImportRules(
    Optional<String> outputFormat, Duration lease, Duration offerAgain, int maxAttempts) {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /**
   * How long to wait before another run. A worker may simply have died, so the second comes at
   * once; then it is probably something they all need that is away, and must be waited for.
   */
  Duration pauseAfter(int attempt) {
    if (attempt <= 1) {
      return Duration.ZERO;
    }
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 2, 10));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }
}
