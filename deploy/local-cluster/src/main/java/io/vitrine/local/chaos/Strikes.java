package io.vitrine.local.chaos;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The faults that have happened. For many threads; one fault at a time. */
final class Strikes {
  private final List<Strike> past = new ArrayList<>();
  private @Nullable Fault current;

  /**
   * A fault as it went.
   *
   * @param back when the victim answered again
   */
  record Strike(Fault fault, Instant at, Instant back) {
    boolean hit(Observation seen) {
      return !seen.begun().isAfter(back) && !seen.ended().isBefore(at);
    }
  }

  synchronized void begin(Fault fault) {
    current = fault;
  }

  synchronized void end(Strike strike) {
    current = null;
    past.add(strike);
  }

  synchronized List<Strike> all() {
    return List.copyOf(past);
  }

  /** Since when nothing has been wrong; empty while something is. */
  synchronized Optional<Instant> calmSince() {
    if (current != null) {
      return Optional.empty();
    }
    return Optional.of(past.isEmpty() ? Instant.MIN : past.getLast().back());
  }
}
