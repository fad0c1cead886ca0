package io.vitrine.diskformats.inspection;

import static io.vitrine.diskformats.inspection.DiskSamples.LUKS2_SEGMENT;
import static io.vitrine.diskformats.inspection.DiskSamples.UNCHANGED;
import static io.vitrine.diskformats.inspection.DiskSamples.luks1;
import static io.vitrine.diskformats.inspection.DiskSamples.luks2;
import static io.vitrine.diskformats.inspection.Inspecting.assertAccepted;
import static io.vitrine.diskformats.inspection.Inspecting.assertRefused;
import static io.vitrine.diskformats.inspection.Inspecting.inspect;
import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.diskformats.DiskFormat;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LuksDiskTest {

  @Test
  void countsTheBytesBehindTheHeader() {
    assertAccepted(luks1(UNCHANGED), DiskFormat.LUKS, 4096);
    assertAccepted(luks2(LUKS2_SEGMENT, UNCHANGED), DiskFormat.LUKS, 16 << 10);
  }

  @Test
  void readsAFixedSize() {
    String segment = LUKS2_SEGMENT.replace("dynamic", "8192");

    assertAccepted(luks2(segment, UNCHANGED), DiskFormat.LUKS, 8192);
  }

  @Test
  void acceptsVersion2WithoutASize() {
    assertThat(inspect(luks2("", UNCHANGED)))
        .isEqualTo(new Inspection.Accepted(DiskFormat.LUKS, OptionalLong.empty(), 64 << 10, false));
  }

  @Test
  void boundsVersion1() {
    assertRefused(luks1(disk -> disk.putShort(6, (short) 3)), "version 3");
    assertRefused(luks1(disk -> disk.putInt(104, -1)), "cut short");
    assertRefused(luks1(disk -> disk.putInt(208 + 40, 8)), "key slot 0");
    assertRefused(Arrays.copyOf(luks1(UNCHANGED), 550), "cut short");
  }

  @Test
  void boundsVersion2() {
    assertRefused(luks2(LUKS2_SEGMENT, disk -> disk.putLong(8, 4096)), "header size 4096");
    assertRefused(luks2(LUKS2_SEGMENT, disk -> disk.putLong(8, 20_000)), "header size 20000");
    assertRefused(luks2(LUKS2_SEGMENT, disk -> disk.putLong(8, -1)), "header size 18446744073");
    assertRefused(luks2(LUKS2_SEGMENT, disk -> disk.putLong(8, 4 << 20)), "cut short");
    assertRefused(luks2(LUKS2_SEGMENT, disk -> disk.put(4096, (byte) 0)), "second part");
    assertRefused(luks2(LUKS2_SEGMENT.replace("49152", "70000"), UNCHANGED), "cut short");
    assertRefused(luks2(LUKS2_SEGMENT.replace("dynamic", "20000"), UNCHANGED), "cut short");
  }

  @Test
  void refusesADamagedHeader() {
    // Given
    byte[] image = luks2(LUKS2_SEGMENT, UNCHANGED);
    image[4100]++;

    // When / Then
    assertRefused(image, "checksum");
  }
}
