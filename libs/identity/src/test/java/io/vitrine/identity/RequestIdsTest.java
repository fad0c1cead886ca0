package io.vitrine.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {

  @Test
  void keepsAnIncomingIdWithItsPrefix() {
    assertThat(RequestIds.accept("req-abc")).isEqualTo("req-abc");
    assertThat(RequestIds.accept("abc")).isEqualTo("req-abc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\r\nSet-Cookie: x", "é"})
  void replacesWhatCannotBeRepeatedSafely(String hostile) {
    assertThat(RequestIds.accept(hostile)).matches("req-[0-9a-f-]{36}");
  }

  @Test
  void replacesAnOverlongId() {
    assertThat(RequestIds.accept("x".repeat(65))).matches("req-[0-9a-f-]{36}");
  }
}
