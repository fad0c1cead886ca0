package io.vitrine.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinuxProcessTest {

  @Test
  void readsANameWithSpacesAndParentheses() {
    // Given
    String stat =
        "42 (a (b) c) S 7 42 41 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 98765 1000 20 18446 1 1";

    // When
    LinuxProcess process = LinuxProcess.parse(stat);

    // Then
    assertThat(process).isEqualTo(new LinuxProcess(42, 7, 41, 98765, false));
  }

  @ParameterizedTest
  @CsvSource({"0, true", "1, true", "2, false"})
  void livesOnUntilItsLastThreadHasEnded(int threads, boolean dead) {
    // Given
    String stat = "42 (java) Z 7 42 41 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 " + threads + " 0 98765 0";

    // When / Then
    assertThat(LinuxProcess.parse(stat).zombie()).isEqualTo(dead);
  }

  @Test
  void seesItself() {
    // Given
    long own = ProcessHandle.current().pid();

    // When
    LinuxProcess process = LinuxProcess.of(own).orElseThrow();

    // Then
    assertThat(process.commandLine()).contains("java");
    assertThat(process.memory()).isPositive();
    assertThat(LinuxProcess.all()).extracting(LinuxProcess::pid).contains(own);
  }
}
