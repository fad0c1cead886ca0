package io.vitrine.local.chaos;

import java.time.Duration;
import java.time.Instant;

/**
 * When an import has to be over.
 *
 * @param uploadLease silence after which the registry takes an upload for dead
 * @param importLease the same of a worker
 * @param grace how long after a lease's end
 */
record Deadlines(Duration uploadLease, Duration importLease, Duration grace) {
  /** The registry's defaults, and the time that everything has. */
  static final Deadlines STANDARD =
      new Deadlines(Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofSeconds(30));

  /**
   * How much later it is than it should be; negative if there is time left.
   *
   * @param requested whether an import was asked for, so that its lease counts
   * @param phaseBegun when the upload began, or the import
   * @param calm since when all parts work
   */
  Duration overdue(boolean requested, Instant phaseBegun, Instant calm, Instant now) {
    Instant from = phaseBegun.isAfter(calm) ? phaseBegun : calm;
    Duration allowed = (requested ? importLease : uploadLease).plus(grace);
    return Duration.between(from.plus(allowed), now);
  }
}
