package io.vitrine.local.chaos;

import io.vitrine.local.PartName;
import io.vitrine.local.chaos.Observation.Ending;
import io.vitrine.local.chaos.Strikes.Strike;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Observations and faults at so many seconds after some moment. */
final class Seen {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private Seen() {}

  static Instant at(long second) {
    return BEGIN.plusSeconds(second);
  }

  static Observation from(long begun, long ended, Specimen specimen, Ending ending) {
    return new Observation(
        3, "i-3", specimen, at(begun), at(ended), ending, Duration.ZERO, List.of());
  }

  static Strike killed(PartName victim, long at, long back) {
    return strike(victim, Fault.Kind.KILL, at, back);
  }

  static Strike strike(PartName victim, Fault.Kind kind, long at, long back) {
    return new Strike(
        new Fault(victim, kind, false, Duration.ZERO, Duration.ofSeconds(back - at)),
        at(at),
        at(back));
  }
}
