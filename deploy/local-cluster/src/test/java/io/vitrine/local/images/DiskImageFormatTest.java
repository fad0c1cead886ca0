package io.vitrine.local.images;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiskImageFormatTest {

  @Test
  void goesByTheFirstBytes() {
    assertThat(of("QFI\u00fb\0\0\0\3")).isEqualTo(DiskImageFormat.QCOW2);
    assertThat(of("KDMV\1\0\0\0")).isEqualTo(DiskImageFormat.VMDK);
    assertThat(of("vhdxfile")).isEqualTo(DiskImageFormat.VHDX);
    assertThat(of("\0\0\0\0\0\0\0\0")).isEqualTo(DiskImageFormat.RAW);
    assertThat(of("")).isEqualTo(DiskImageFormat.RAW);
  }

  private static DiskImageFormat of(String beginning) {
    return DiskImageFormat.of(beginning.getBytes(ISO_8859_1));
  }
}
