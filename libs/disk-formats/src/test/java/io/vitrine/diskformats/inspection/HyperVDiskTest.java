package io.vitrine.diskformats.inspection;

import static io.vitrine.diskformats.inspection.DiskSamples.UNCHANGED;
import static io.vitrine.diskformats.inspection.DiskSamples.VHDX_ITEMS;
import static io.vitrine.diskformats.inspection.DiskSamples.VHDX_METADATA;
import static io.vitrine.diskformats.inspection.DiskSamples.VHDX_REGIONS;
import static io.vitrine.diskformats.inspection.DiskSamples.VIRTUAL_SIZE;
import static io.vitrine.diskformats.inspection.DiskSamples.putItem;
import static io.vitrine.diskformats.inspection.DiskSamples.vhdx;
import static io.vitrine.diskformats.inspection.Inspecting.assertAccepted;
import static io.vitrine.diskformats.inspection.Inspecting.assertRefused;
import static io.vitrine.diskformats.inspection.Inspecting.inspect;
import static io.vitrine.diskformats.inspection.Inspecting.toConvert;
import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.diskformats.DiskFormat;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HyperVDiskTest {
  private static final int OLD_HEADER = 64 << 10;
  private static final int HEADER = 128 << 10;
  private static final int LOG_ID = 48;
  private static final String PARENT_LOCATOR = "2d5fd3a80bb34d45abf7d3d84834ab0c";
  private static final String SOMETHING = "00112233445566778899aabbccddeeff";

  @Test
  void acceptsDisksWithoutAParent() {
    assertAccepted(vhdx(UNCHANGED), DiskFormat.VHDX, VIRTUAL_SIZE);
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2023-002")
  void refusesDisksWithAParent() {
    assertRefused(vhdx(disk -> disk.putInt(VHDX_ITEMS + 4, 2)), "with a parent");
    assertRefused(vhdx(disk -> putItem(disk, 2, PARENT_LOCATOR, 16)), "with a parent");
  }

  @Test
  void judgesNothingThatAReaderWouldChangeFirst() {
    assertThat(inspect(vhdx(disk -> disk.put(HEADER + LOG_ID, (byte) 1)))).isEqualTo(toConvert());
    assertThat(inspect(vhdx(disk -> disk.put(HEADER + LOG_ID, (byte) 1).putInt(VHDX_ITEMS + 4, 2))))
        .isEqualTo(toConvert());
    assertAccepted(
        vhdx(disk -> disk.put(OLD_HEADER + LOG_ID, (byte) 1)), DiskFormat.VHDX, VIRTUAL_SIZE);
  }

  @Test
  void goesByTheHeaderThatIsIntact() {
    // Given
    byte[] image = vhdx(disk -> disk.put(OLD_HEADER + LOG_ID, (byte) 1));
    image[HEADER + 8]++;

    // When / Then
    assertThat(inspect(image)).isEqualTo(toConvert());
    image[OLD_HEADER + 8]++;
    assertRefused(image, "headers are damaged");
  }

  @Test
  void refusesARegionTableThatReadersWouldNotTake() {
    // Given
    byte[] image = vhdx(UNCHANGED);
    image[VHDX_REGIONS + 16 + 16]++;

    // When / Then
    assertRefused(image, "region table is damaged");
    assertRefused(Arrays.copyOf(image, VHDX_REGIONS + 1000), "region table is damaged");
    assertRefused(Arrays.copyOf(image, 1000), "headers are damaged");
  }

  @Test
  void boundsTheRegions() {
    int metadata = VHDX_REGIONS + 16;
    assertRefused(vhdx(disk -> disk.putInt(VHDX_REGIONS + 8, 3000)), "too long");
    assertRefused(vhdx(disk -> disk.putInt(VHDX_REGIONS + 8, -1)), "too long");
    assertRefused(vhdx(disk -> disk.putInt(VHDX_REGIONS + 8, 0)), "metadata region is missing");
    assertRefused(vhdx(disk -> disk.putLong(metadata + 16, 4096)), "misplaced");
    assertRefused(vhdx(disk -> disk.putLong(metadata + 16, -1L << 20)), "misplaced");
    assertRefused(vhdx(disk -> disk.putLong(metadata + 16, 1L << 40)), "beyond the end");
    assertRefused(vhdx(disk -> disk.putInt(metadata + 24, -1)), "beyond the end");
    assertRefused(vhdx(disk -> disk.put(metadata + 32, (byte) 1)), "unknown");
    assertRefused(
        vhdx(disk -> disk.put(metadata + 32, disk.array(), metadata, 32)), "region is there twice");
  }

  @Test
  void boundsTheMetadata() {
    assertRefused(vhdx(disk -> disk.putLong(VHDX_METADATA, 0)), "damaged");
    assertRefused(vhdx(disk -> disk.putShort(VHDX_METADATA + 10, (short) -1)), "too long");
    assertRefused(vhdx(disk -> disk.putShort(VHDX_METADATA + 10, (short) 1)), "size is missing");
    assertRefused(vhdx(disk -> putItem(disk, 1, SOMETHING, 8)), "unknown");
    assertRefused(vhdx(disk -> putItem(disk, 2, "3767a1ca36fa434db3b633f0aa44e76b", 0)), "twice");
    assertRefused(vhdx(disk -> disk.putInt(VHDX_METADATA + 32 + 16, 0)), "cut short");
    assertRefused(vhdx(disk -> disk.putInt(VHDX_METADATA + 64 + 16, -8)), "cut short");
    assertRefused(vhdx(disk -> disk.putInt(VHDX_METADATA + 64 + 16, 1 << 30)), "cut short");
    assertRefused(vhdx(disk -> disk.putLong(VHDX_ITEMS + 8, -1)), "not sane");
    assertRefused(vhdx(disk -> disk.putLong(VHDX_ITEMS + 8, 1L << 50)), "not sane");
    assertRefused(Arrays.copyOf(vhdx(UNCHANGED), VHDX_METADATA), "beyond the end");
  }
}
