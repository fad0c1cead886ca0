package io.vitrine.local.chaos;

import io.vitrine.local.PartName;
import java.time.Duration;

/**
 * What is done to one part.
 *
 * @param soon whether it comes while those imports still go on that the fault before has hit
 * @param pause how long imports go on before it
 * @param length how long a frozen part stays so; a killed one is started again at once
 */
record Fault(PartName victim, Kind kind, boolean soon, Duration pause, Duration length) {

  enum Kind {
    KILL("killed"),
    FREEZE("frozen");

    private final String past;

    Kind(String past) {
      this.past = past;
    }

    String past() {
      return past;
    }
  }

  @Override
  public String toString() {
    return victim + " " + kind.past();
  }
}
