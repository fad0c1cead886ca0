package io.vitrine.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.local.bench.ProcessUse.Written;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessUseTest {

  @Test
  void readsTheNumberOfALine() {
    // Given
    List<String> status = List.of("VmPeak:\t 12345 kB", "VmHWM:\t  4711 kB", "write_bytes: 8");
    // Then
    assertThat(ProcessUse.value(status, "VmHWM:")).isEqualTo(4711);
    assertThat(ProcessUse.value(status, "write_bytes:")).isEqualTo(8);
    assertThatThrownBy(() -> ProcessUse.value(status, "VmRSS:")).hasMessageContaining("VmRSS:");
  }

  @Test
  void theLogIsNotScratch() {
    // Given
    Written before = new Written(40_960, 10);
    // Then
    assertThat(new Written(40_960 + 5 * 4096, 13).beyondLogSince(before)).isZero();
    assertThat(new Written(40_960 + (1 << 20), 13).beyondLogSince(before))
        .isEqualTo((1 << 20) - 3 * 8192);
  }
}
