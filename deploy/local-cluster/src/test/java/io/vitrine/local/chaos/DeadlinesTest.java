package io.vitrine.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.local.chaos.Deadlines.Phase;
import io.vitrine.local.chaos.Deadlines.Stand;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlinesTest {
  private final Deadlines deadlines =
      new Deadlines(
          Duration.ofSeconds(20),
          Duration.ofSeconds(6),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30));

  private Duration overdue(Phase phase, int attempt, Instant calm, long now) {
    return deadlines.overdue(new Stand(phase, attempt, Seen.at(5)), calm, Seen.at(now));
  }

  @Test
  void anImportHasItsLeaseAndTheGrace() {
    assertThat(overdue(Phase.RUNNING, 1, Instant.MIN, 45)).isZero();
    assertThat(overdue(Phase.RUNNING, 7, Instant.MIN, 46)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void anUploadHasALongerLease() {
    assertThat(overdue(Phase.STAGING, 1, Instant.MIN, 55)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "3, 10", "4, 20", "5, 40", "7, 160", "8, 300", "10, 300"})
  void anImportWaitsLongerTheMoreRunsCameToNothing(int attempt, int pause) {
    assertThat(overdue(Phase.WAITING, attempt, Instant.MIN, 5 + pause + 6 + 30)).isZero();
  }

  @Test
  void timeCountsFromTheEndOfTheLastFault() {
    assertThat(overdue(Phase.RUNNING, 1, Seen.at(100), 141)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aPauseIsNotMadeLongerByAFault() {
    assertThat(overdue(Phase.WAITING, 7, Seen.at(100), 5 + 160 + 6 + 30)).isZero();
    assertThat(overdue(Phase.WAITING, 3, Seen.at(100), 100 + 6 + 30)).isZero();
  }
}
