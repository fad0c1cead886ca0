package io.vitrine.local.chaos;

import io.vitrine.local.ClusterException;
import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import io.vitrine.local.chaos.Strikes.Strike;
import java.time.Clock;
import java.time.Instant;

/** Does to the cluster what the plan says. */
final class Saboteur {
  private final LocalCluster cluster;
  private final Strikes strikes;
  private final Clock clock;

  Saboteur(LocalCluster cluster, Strikes strikes, Clock clock) {
    this.cluster = cluster;
    this.strikes = strikes;
    this.clock = clock;
  }

  /**
   * Returns once the victim answers again.
   *
   * @throws ClusterException if it does not
   */
  Strike strike(Fault fault) throws InterruptedException {
    PartName victim = fault.victim();
    strikes.begin(fault);
    Instant at = clock.instant();
    try {
      switch (fault.kind()) {
        case KILL -> {
          cluster.crash(victim);
          restart(victim);
        }
        case FREEZE -> {
          cluster.freeze(victim);
          try {
            Thread.sleep(fault.length());
          } finally {
            cluster.thaw(victim);
          }
          cluster.awaitReady(victim);
        }
      }
    } finally {
      strikes.end(new Strike(fault, at, clock.instant()));
    }
    return strikes.all().getLast();
  }

  /** A service has a supervisor that does it. */
  private void restart(PartName victim) {
    if (victim.isService()) {
      cluster.awaitReady(victim);
    } else {
      cluster.start(victim);
    }
  }
}
