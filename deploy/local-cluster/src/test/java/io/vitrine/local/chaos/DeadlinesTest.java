package io.vitrine.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.local.chaos.Deadlines.Phase;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private final Deadlines deadlines =
      new Deadlines(
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30));

  @Test
  void anImportHasItsLeaseAndTheGrace() {
    assertThat(deadlines.overdue(Phase.RUNNING, Seen.at(5), Instant.MIN, Seen.at(45)))
        .isEqualTo(Duration.ZERO);
    assertThat(deadlines.overdue(Phase.RUNNING, Seen.at(5), Instant.MIN, Seen.at(46)))
        .isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void anUploadHasALongerLease() {
    assertThat(deadlines.overdue(Phase.STAGING, Seen.at(5), Instant.MIN, Seen.at(55)))
        .isEqualTo(Duration.ZERO);
  }

  @Test
  void anImportThatNobodyTookIsOfferedAgain() {
    assertThat(deadlines.overdue(Phase.WAITING, Seen.at(5), Instant.MIN, Seen.at(95)))
        .isEqualTo(Duration.ZERO);
  }

  @Test
  void timeCountsFromTheEndOfTheLastFault() {
    assertThat(deadlines.overdue(Phase.RUNNING, Seen.at(5), Seen.at(100), Seen.at(141)))
        .isEqualTo(Duration.ofSeconds(1));
  }
}
