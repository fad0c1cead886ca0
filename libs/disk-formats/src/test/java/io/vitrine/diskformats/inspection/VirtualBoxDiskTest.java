package io.vitrine.diskformats.inspection;

import static io.vitrine.diskformats.inspection.DiskSamples.UNCHANGED;
import static io.vitrine.diskformats.inspection.DiskSamples.VIRTUAL_SIZE;
import static io.vitrine.diskformats.inspection.DiskSamples.vdi;
import static io.vitrine.diskformats.inspection.Inspecting.assertAccepted;
import static io.vitrine.diskformats.inspection.Inspecting.assertRefused;

import io.vitrine.diskformats.DiskFormat;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class VirtualBoxDiskTest {

  @Test
  void acceptsDynamicAndFixedDisks() {
    assertAccepted(vdi(UNCHANGED), DiskFormat.VDI, VIRTUAL_SIZE);
    assertAccepted(vdi(disk -> disk.putInt(0x4c, 2)), DiskFormat.VDI, VIRTUAL_SIZE);
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2023-002")
  void refusesDisksWithAParent() {
    assertRefused(vdi(disk -> disk.putInt(0x4c, 3)), "with a parent");
    assertRefused(vdi(disk -> disk.putInt(0x4c, 4)), "with a parent");
    assertRefused(vdi(disk -> disk.put(0x1a8, (byte) 1)), "with a parent");
    assertRefused(vdi(disk -> disk.put(0x1b8, (byte) 1)), "with a parent");
  }

  @Test
  void boundsTheHeader() {
    assertRefused(Arrays.copyOf(vdi(UNCHANGED), 300), "cut short");
    assertRefused(vdi(disk -> disk.putInt(0x44, 2 << 16)), "version 0x20000");
    assertRefused(vdi(disk -> disk.putInt(0x4c, 5)), "type 5");
    assertRefused(vdi(disk -> disk.putLong(0x170, -1)), "not sane");
    assertRefused(vdi(disk -> disk.putLong(0x170, 1L << 40)), "larger than all its blocks");
    assertRefused(vdi(disk -> disk.putInt(0x180, -1)), "block map");
    assertRefused(vdi(disk -> disk.putInt(0x154, -1)), "block map");
    assertRefused(vdi(disk -> disk.putInt(0x184, 9)), "more blocks in use");
  }
}
