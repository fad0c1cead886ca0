package io.vitrine.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Position POSITION =
      new Position(
          AT,
          Map.of(
              Topic.IMAGES.partition(0), 0L,
              Topic.IMAGES.partition(2), 1295L,
              Topic.TASKS.partition(0), Long.MAX_VALUE));

  @Test
  void isShortText() {
    assertThat(POSITION.text()).isEqualTo("t85s00-0..zz-1y2p0ij32e8e7");
  }

  @Test
  void comesBackFromItsText() {
    assertThat(Position.parse(POSITION.text())).hasValue(POSITION);
    assertThat(Position.parse("t85s00--")).hasValue(new Position(AT, Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--",
        "x",
        "t85s00",
        "t85s00-1",
        "t85s00-1-1-1",
        "t85s00-1.!-1",
        "t85s00-1-zzzzzzzzzzzzzzzzz",
        "zzzzzzzzzzzz-1-1",
        "t85s00-1 2-3",
        "0d2a8b1c-54a3-4f5e-9c0e-1f7a3f6f7a10/2026-01-01T00:00:00Z"
      })
  void anythingElseIsNone(String text) {
    assertThat(Position.parse(text)).isEmpty();
  }

  @Test
  void aTextOfAnyLengthIsNone() {
    assertThat(Position.parse("t85s00-" + "1.".repeat(5000) + "-")).isEmpty();
  }

  @Test
  void isAsFarAsBoth() {
    // When
    Position both =
        POSITION.and(Map.of(Topic.IMAGES.partition(2), 7L, Topic.IMAGES.partition(1), 8L));
    // Then
    assertThat(both.next(Topic.IMAGES.partition(1))).isEqualTo(8);
    assertThat(both.next(Topic.IMAGES.partition(2))).isEqualTo(1295);
    assertThat(both.next(Topic.TASKS.partition(9))).isZero();
  }
}
