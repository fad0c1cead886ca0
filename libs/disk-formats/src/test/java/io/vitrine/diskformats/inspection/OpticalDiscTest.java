package io.vitrine.diskformats.inspection;

import static io.vitrine.diskformats.inspection.DiskSamples.UNCHANGED;
import static io.vitrine.diskformats.inspection.DiskSamples.VIRTUAL_SIZE;
import static io.vitrine.diskformats.inspection.DiskSamples.iso;
import static io.vitrine.diskformats.inspection.DiskSamples.put;
import static io.vitrine.diskformats.inspection.DiskSamples.udf;
import static io.vitrine.diskformats.inspection.Inspecting.assertAccepted;
import static io.vitrine.diskformats.inspection.Inspecting.inspect;
import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.diskformats.DiskFormat;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OpticalDiscTest {
  private static final int SECOND_DESCRIPTOR = 34_816;

  @Test
  void readsTheSizeOfTheVolume() {
    assertAccepted(iso(UNCHANGED), DiskFormat.ISO, VIRTUAL_SIZE);
    assertAccepted(iso(disk -> disk.putInt(32_848, -1)), DiskFormat.ISO, 0xffff_ffffL * 2048);
  }

  @Test
  void looksForThePrimaryDescriptor() {
    // Given
    byte[] image =
        iso(disk -> {
          disk.put(SECOND_DESCRIPTOR, disk.array(), 32_768, 2048);
          disk.put(32_768, (byte) 0).putInt(32_848, 1);
        });

    // When / Then
    assertAccepted(image, DiskFormat.ISO, VIRTUAL_SIZE);
  }

  @Test
  void knowsDiscsThatTellNoSize() {
    Inspection unknown =
        new Inspection.Accepted(DiskFormat.ISO, OptionalLong.empty(), 70_000, false);

    assertThat(inspect(udf(UNCHANGED))).isEqualTo(unknown);
    assertThat(inspect(iso(disk -> disk.put(32_768, (byte) 2)))).isEqualTo(unknown);
  }

  @Test
  void doesNotTakeItsFrameAloneForUdf() {
    assertAccepted(udf(disk -> put(disk, 34_817, "TEA01")), DiskFormat.RAW, 70_000);
    assertAccepted(udf(disk -> put(disk, 32_769, ".....")), DiskFormat.RAW, 70_000);
  }

  @Test
  void takesAnIsoWithAPartitionTableForAnIsoOnly() {
    // When
    Inspection found = inspect(DiskSamples.hybridIso(UNCHANGED));

    // Then
    assertThat(found)
        .isEqualTo(
            new Inspection.Accepted(DiskFormat.ISO, OptionalLong.of(VIRTUAL_SIZE), 70_000, true));
    assertThat(found.checkAgainst("iso")).isInstanceOf(Inspection.Accepted.class);
    assertThat(found.checkAgainst("raw")).isInstanceOf(Inspection.Refused.class);
    assertThat(found.checkAgainst("gpt")).isInstanceOf(Inspection.Refused.class);
  }
}
