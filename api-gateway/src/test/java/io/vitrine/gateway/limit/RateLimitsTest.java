package io.vitrine.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitsTest {
  /** It may begin anywhere, also just before it overflows. */
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_500_000_000L);

  private record Limit(double requestsPerSecond, OptionalInt burst)
      implements RateLimitConfig.Limit {}

  private record Config(
      double requestsPerSecond, OptionalInt burst, Map<String, RateLimitConfig.Limit> projects)
      implements RateLimitConfig {}

  private RateLimits limits(double perSecond, int burst) {
    return limits(perSecond, OptionalInt.of(burst), Map.of());
  }

  private RateLimits limits(
      double perSecond, OptionalInt burst, Map<String, RateLimitConfig.Limit> projects) {
    return new RateLimits(new Config(perSecond, burst, projects), nanos::get);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static long granted(RateLimits limits, String project, int requests) {
    return IntStream.range(0, requests)
        .filter(i -> limits.count(project) instanceof Ruling.Granted)
        .count();
  }

  @Test
  void countsNothingUnlessToldTo() {
    RateLimits limits = limits(0, OptionalInt.empty(), Map.of());

    assertThat(limits.count("demo")).isEqualTo(new Ruling.Unlimited());
    assertThat(limits.size()).isZero();
  }

  @Test
  @Tag("attack")
  @Tag("OSSN-0057")
  void grantsABurstAndThenTheRate() {
    // Given
    RateLimits limits = limits(2, 5);
    // Then
    assertThat(granted(limits, "demo", 8)).isEqualTo(5);
    pass(Duration.ofSeconds(1));
    assertThat(granted(limits, "demo", 8)).isEqualTo(2);
    pass(Duration.ofMillis(499));
    assertThat(granted(limits, "demo", 8)).isZero();
    pass(Duration.ofMillis(1));
    assertThat(granted(limits, "demo", 8)).isEqualTo(1);
    pass(Duration.ofHours(1));
    assertThat(granted(limits, "demo", 8)).isEqualTo(5);
  }

  @Test
  void projectsDoNotDisturbOneAnother() {
    // Given
    RateLimits limits = limits(1, 2);
    // When
    granted(limits, "loud", 100);
    // Then
    assertThat(granted(limits, "quiet", 3)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"4,1", "1,1", "0.4,3", "0.01,100"})
  void saysInWholeSecondsWhenToComeAgain(double perSecond, long seconds) {
    // Given
    RateLimits limits = limits(perSecond, 1);
    limits.count("demo");
    // Then
    assertThat(limits.count("demo"))
        .isInstanceOfSatisfying(
            Ruling.Refused.class, refused -> assertThat(refused.retryAfter()).isEqualTo(seconds));
    pass(Duration.ofSeconds(seconds));
    assertThat(limits.count("demo")).isInstanceOf(Ruling.Granted.class);
  }

  @Test
  void aRefusalCostsNothing() {
    // Given
    RateLimits limits = limits(1, 1);
    // When
    granted(limits, "demo", 1_000);
    pass(Duration.ofSeconds(1));
    // Then
    assertThat(granted(limits, "demo", 2)).isEqualTo(1);
  }

  @Test
  void tellsWhatIsLeft() {
    // Given
    RateLimits limits = limits(2, 10);
    limits.count("demo");
    // When
    Ruling.Granted second = (Ruling.Granted) limits.count("demo");
    // Then
    assertThat(second.policy()).isEqualTo("\"project\";q=10;w=5");
    assertThat(second.limit()).isEqualTo("\"project\";r=8;t=1");
  }

  @Test
  void aProjectMayHaveALimitOfItsOwn() {
    // Given
    RateLimits limits =
        limits(
            1,
            OptionalInt.empty(),
            Map.of(
                "big",
                new Limit(3.5, OptionalInt.empty()),
                "free",
                new Limit(0, OptionalInt.of(1))));
    // Then
    assertThat(granted(limits, "big", 100)).isEqualTo(4);
    assertThat(granted(limits, "other", 100)).isEqualTo(1);
    assertThat(limits.count("free")).isEqualTo(new Ruling.Unlimited());
  }

  @Test
  void forgetsAProjectThatRests() {
    // Given
    RateLimits limits = limits(2, 10);
    IntStream.range(0, 1_000).forEach(i -> limits.count("project-" + i));
    pass(Duration.ofSeconds(3));
    limits.count("busy");
    assertThat(limits.size()).isEqualTo(1_001);
    // When
    pass(Duration.ofSeconds(3));
    // Then
    assertThat(limits.size()).isEqualTo(1);
  }

  @Test
  void grantsNoMoreToManyAtOnce() throws Exception {
    // Given
    RateLimits limits = limits(1, 500);
    AtomicLong granted = new AtomicLong();
    // When
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        threads.submit(() -> granted.addAndGet(granted(limits, "demo", 1_000)));
      }
    }
    // Then
    assertThat(granted).hasValue(500);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesARateThatIsNone(double perSecond) {
    assertThatThrownBy(() -> limits(perSecond, 1)).hasMessageContaining("requests-per-second");
  }

  @Test
  void refusesABucketThatHoldsNothing() {
    assertThatThrownBy(() -> limits(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
