package io.vitrine.store.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final Pace pace = new Pace(Duration.ofSeconds(10), 100);

  @Test
  void allowsAClientThatMovesNothingForAWhileAndThenEnough() {
    assertThat(pace.allows(1, seconds(9))).isTrue();
    assertThat(pace.allows(999, seconds(1))).isTrue();
  }

  @Test
  void endsWithAClientThatTrickles() {
    // Given
    assertThat(pace.allows(998, seconds(9))).isTrue();

    // Then
    assertThat(pace.allows(1, seconds(1))).isFalse();
  }

  @Test
  void forgetsHowFastAClientWasBefore() {
    // Given
    assertThat(pace.allows(1_000_000, seconds(10))).isTrue();

    // Then
    assertThat(pace.allows(999, seconds(10))).isFalse();
  }

  @Test
  void countsNoTimeInWhichTheClientIsNotWaitedFor() {
    for (int i = 0; i < 1000; i++) {
      assertThat(pace.allows(0, 0)).isTrue();
    }
  }

  private static long seconds(long count) {
    return TimeUnit.SECONDS.toNanos(count);
  }
}
