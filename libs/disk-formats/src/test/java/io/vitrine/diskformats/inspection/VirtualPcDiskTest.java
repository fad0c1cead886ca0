package io.vitrine.diskformats.inspection;

import static io.vitrine.diskformats.inspection.DiskSamples.UNCHANGED;
import static io.vitrine.diskformats.inspection.DiskSamples.VIRTUAL_SIZE;
import static io.vitrine.diskformats.inspection.DiskSamples.dynamicVhd;
import static io.vitrine.diskformats.inspection.DiskSamples.fixedVhd;
import static io.vitrine.diskformats.inspection.Inspecting.assertAccepted;
import static io.vitrine.diskformats.inspection.Inspecting.assertRefused;
import static io.vitrine.diskformats.inspection.Inspecting.inspect;
import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.diskformats.DiskFormat;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class VirtualPcDiskTest {
  private static final int FIXED_SIZE = 65_536;
  private static final int HEADER = 512;

  @Test
  void acceptsFixedDisks() {
    byte[] image = fixedVhd(UNCHANGED);

    assertAccepted(image, DiskFormat.VHD, FIXED_SIZE);
    assertThat(inspect(image).checkAgainst("raw")).isInstanceOf(Inspection.Accepted.class);
  }

  @Test
  void acceptsAPartitionedFixedDisk() {
    byte[] image =
        fixedVhd(disk -> disk.put(450, (byte) 0x83).put(510, new byte[] {0x55, (byte) 0xaa}));

    assertAccepted(image, DiskFormat.VHD, FIXED_SIZE);
  }

  @Test
  void takesADiskWithADamagedFooterForAPlainOne() {
    byte[] image = fixedVhd(UNCHANGED);
    image[FIXED_SIZE + 100] = 1;

    assertAccepted(image, DiskFormat.RAW, image.length);
  }

  @Test
  void refusesFootersOfOtherDisksAtTheEndAlone() {
    assertRefused(fixedVhd(disk -> disk.putInt(FIXED_SIZE + 60, 4)), "with a parent");
    assertRefused(fixedVhd(disk -> disk.putInt(FIXED_SIZE + 60, 3)), "at the front is missing");
    assertRefused(fixedVhd(disk -> disk.putInt(FIXED_SIZE + 60, 7)), "disk type 7");
  }

  @Test
  void boundsFixedDisks() {
    assertRefused(fixedVhd(disk -> disk.putLong(FIXED_SIZE + 48, 1L << 40)), "larger than");
    assertRefused(fixedVhd(disk -> disk.putLong(FIXED_SIZE + 48, Long.MAX_VALUE)), "larger than");
    assertRefused(fixedVhd(disk -> disk.putLong(FIXED_SIZE + 48, -1)), "not sane");
  }

  @Test
  void acceptsDynamicDisks() {
    assertAccepted(dynamicVhd(UNCHANGED), DiskFormat.VHD, VIRTUAL_SIZE);
  }

  @Test
  void acceptsADynamicDiskThatLostTheFooterAtItsEnd() {
    byte[] image = dynamicVhd(UNCHANGED);

    assertAccepted(Arrays.copyOf(image, image.length - 512), DiskFormat.VHD, VIRTUAL_SIZE);
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2023-002")
  void refusesDisksWithAParent() {
    assertRefused(dynamicVhd(disk -> disk.putInt(60, 4)), "with a parent");
    assertRefused(dynamicVhd(disk -> disk.putLong(HEADER + 40, 1)), "with a parent");
    assertRefused(dynamicVhd(disk -> disk.putInt(disk.capacity() - 452, 4)), "contradicts");
  }

  @Test
  void refusesDamagedHeaders() {
    byte[] footer = dynamicVhd(UNCHANGED);
    footer[100] = 1;
    assertRefused(footer, "header's checksum");
    byte[] header = dynamicVhd(UNCHANGED);
    header[HEADER + 100] = 1;
    assertRefused(header, "dynamic disk is damaged");
    assertRefused(dynamicVhd(disk -> disk.putInt(60, 2)), "fixed disk does not begin");
    assertRefused(Arrays.copyOf(footer, 100), "cut short");
  }

  @Test
  void boundsDynamicDisks() {
    assertRefused(dynamicVhd(disk -> disk.putLong(16, 0)), "misplaced");
    assertRefused(dynamicVhd(disk -> disk.putLong(16, -1)), "misplaced");
    assertRefused(dynamicVhd(disk -> disk.putLong(16, 1L << 40)), "misplaced");
    assertRefused(dynamicVhd(disk -> disk.putLong(48, 1L << 40)), "larger than all its blocks");
    assertRefused(dynamicVhd(disk -> disk.putInt(HEADER + 28, -1)), "too many blocks");
    assertRefused(dynamicVhd(disk -> disk.putInt(HEADER + 28, 1 << 20)), "block table");
    assertRefused(dynamicVhd(disk -> disk.putLong(HEADER + 16, 1L << 40)), "block table");
    assertRefused(dynamicVhd(disk -> disk.putLong(HEADER + 16, -1)), "block table");
    assertRefused(dynamicVhd(disk -> disk.putInt(HEADER + 32, 1000)), "block size 1000");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2023-002")
  void comparesBothFooters() {
    assertRefused(
        dynamicVhd(disk -> disk.putLong(disk.capacity() - 512 + 48, 4096)), "contradicts");
    assertRefused(
        dynamicVhd(disk -> disk.putLong(disk.capacity() - 512 + 16, 4096)), "contradicts");
  }
}
