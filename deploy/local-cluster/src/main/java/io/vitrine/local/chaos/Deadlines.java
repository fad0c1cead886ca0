package io.vitrine.local.chaos;

import java.time.Duration;
import java.time.Instant;

/**
 * When an import has to be over.
 *
 * @param uploadLease silence after which the registry takes an upload for dead
 * @param offer after which an import that no worker took is offered again
 * @param importLease silence after which a worker counts as dead
 * @param grace how long after a lease's end
 */
record Deadlines(Duration uploadLease, Duration offer, Duration importLease, Duration grace) {
  /** Where an import stands, as far as its lease is concerned. */
  enum Phase {
    STAGING,
    WAITING,
    RUNNING
  }

  /** The registry's defaults, and the time that everything has. */
  static final Deadlines STANDARD =
      new Deadlines(
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30));

  /**
   * How much later it is than it should be; negative if there is time left.
   *
   * @param calm since when all parts work
   */
  Duration overdue(Phase phase, Instant phaseBegun, Instant calm, Instant now) {
    Instant from = phaseBegun.isAfter(calm) ? phaseBegun : calm;
    return Duration.between(from.plus(lease(phase)).plus(grace), now);
  }

  private Duration lease(Phase phase) {
    return switch (phase) {
      case STAGING -> uploadLease;
      case WAITING -> offer;
      case RUNNING -> importLease;
    };
  }
}
