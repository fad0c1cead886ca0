package io.vitrine.store.scrub.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vitrine.problem.ProblemException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScrubRoutesTest {

  @ParameterizedTest
  @CsvSource({"0,PT0S", "90,PT90S", "90s,PT90S", "15m,PT15M", "24h,PT24H", "7d,PT168H"})
  void readsAges(String text, Duration age) {
    assertThat(ScrubRoutes.age(text)).isEqualTo(age);
  }

  @Test
  void leavesADayAloneUnlessToldOtherwise() {
    assertThat(ScrubRoutes.age(null)).isEqualTo(Duration.ofDays(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "h", "-1", "1w", "1 h", "99999999999"})
  void refusesWhatIsNoAge(String text) {
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> ScrubRoutes.age(text));
  }
}
