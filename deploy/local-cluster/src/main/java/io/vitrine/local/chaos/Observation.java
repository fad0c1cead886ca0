package io.vitrine.local.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How one import went, seen from outside.
 *
 * @param number of the import in the run, from 0
 * @param imageId empty if not even the image came to be
 * @param overdue how long after the last moment allowed it ended; zero if it ended in time
 * @param errors answers that no client should get
 */
record Observation(
    int number,
    String imageId,
    Specimen specimen,
    Instant begun,
    Instant ended,
    Ending ending,
    Duration overdue,
    List<String> errors) {

  Observation {
    errors = List.copyOf(errors);
  }

  /** What became of it. */
  sealed interface Ending {
    record Active() implements Ending {}

    record Failed(String cause) implements Ending {}

    /** It has not ended, and we no longer wait. */
    record Stuck(String state) implements Ending {}
  }

  boolean isLate() {
    return overdue.isPositive();
  }

  @Override
  public String toString() {
    return "import %d (%s), image %s".formatted(number, specimen.title(), imageId);
  }
}
