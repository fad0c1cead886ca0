package io.vitrine.worker.importing;

import java.time.Duration;

/**
 * What an operator decides about this worker.
 *
 * @param slots runs at the same time
 * @param heartbeat how often a run reports while bytes move
 * @param reportPatience how long a result may take to be acknowledged
 * @param verifyCopies whether a copy in another store is read and digested before it counts
 */
public record WorkerRules(
    int slots, Duration heartbeat, Duration reportPatience, boolean verifyCopies) {
  public WorkerRules {
    if (slots < 1) {
      throw new IllegalArgumentException("vitrine.worker.slots is " + slots + ", needs at least 1");
    }
  }
}
