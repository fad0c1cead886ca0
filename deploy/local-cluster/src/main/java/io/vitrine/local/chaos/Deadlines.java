package io.vitrine.local.chaos;

import java.time.Duration;
import java.time.Instant;

/**
 * When an import has to be over.
 *
 * @param uploadLease silence after which the registry takes an upload for dead
 * @param turn until a worker has asked for work, which idle ones do every 2 s, with a few imports
 *     before this one
 * @param importLease silence after which a worker counts as dead
 * @param grace how long after a lease's end
 */
record Deadlines(Duration uploadLease, Duration turn, Duration importLease, Duration grace) {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /** The registry's and the worker's defaults, and the time that everything has. */
  static final Deadlines STANDARD =
      new Deadlines(
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30));

  /** Where an import stands, as far as its lease is concerned. */
  enum Phase {
    STAGING,
    WAITING,
    RUNNING
  }

  /**
   * An import that has not moved since.
   *
   * @param attempt of its task, from 1
   */
  record Stand(Phase phase, int attempt, Instant since) {
    boolean isStill(Phase other, int otherAttempt) {
      return phase == other && attempt == otherAttempt;
    }
  }

  /**
   * How much later it is than it should be; negative if there is time left.
   *
   * @param calm since when all parts work
   */
  Duration overdue(Stand stand, Instant calm, Instant now) {
    // A pause goes on whether or not all parts work.
    Instant ready = stand.since().plus(pause(stand));
    Instant from = ready.isAfter(calm) ? ready : calm;
    return Duration.between(from.plus(lease(stand.phase())).plus(grace), now);
  }

  /** What the registry lets pass before it gives the task to another worker (ADR-0002). */
  private static Duration pause(Stand stand) {
    if (stand.phase() != Phase.WAITING || stand.attempt() <= 2) {
      return Duration.ZERO;
    }
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(stand.attempt() - 3, 10));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  private Duration lease(Phase phase) {
    return switch (phase) {
      case STAGING -> uploadLease;
      case WAITING -> turn;
      case RUNNING -> importLease;
    };
  }
}
