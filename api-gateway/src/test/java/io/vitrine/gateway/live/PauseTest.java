package io.vitrine.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PauseTest {
  private final Pause pause = new Pause(Duration.ofSeconds(1), Duration.ofSeconds(30));

  private long secondsAfterSilence() {
    pause.unanswered();
    return pause.length().toSeconds();
  }

  @Test
  void doublesWithEachSilenceUpToItsLimit() {
    assertThat(pause.length()).hasSeconds(1);
    assertThat(IntStream.range(0, 6).mapToLong(silence -> secondsAfterSilence()))
        .containsExactly(2L, 4L, 8L, 16L, 30L, 30L);
  }

  @Test
  void fallsBackWithAnAnswer() {
    // Given
    secondsAfterSilence();
    secondsAfterSilence();
    // When
    pause.answered();
    // Then
    assertThat(pause.length()).hasSeconds(1);
  }

  @Test
  void onlyTheFirstSilenceIsNew() {
    assertThat(pause.unanswered()).isTrue();
    assertThat(pause.unanswered()).isFalse();
    pause.answered();
    assertThat(pause.unanswered()).isTrue();
  }

  @Test
  void isNeverShorterThanItsLeast() {
    // Given
    Pause narrow = new Pause(Duration.ofSeconds(1), Duration.ofMillis(500));
    // When
    boolean isNew = narrow.unanswered();
    // Then
    assertThat(narrow.length()).hasSeconds(1);
    assertThat(isNew).isTrue();
    assertThat(narrow.unanswered()).isFalse();
  }
}
