package io.vitrine.diskformats.inspection;

import static io.vitrine.diskformats.inspection.DiskSamples.UNCHANGED;
import static io.vitrine.diskformats.inspection.DiskSamples.VIRTUAL_SIZE;
import static io.vitrine.diskformats.inspection.DiskSamples.ploop;
import static io.vitrine.diskformats.inspection.DiskSamples.put;
import static io.vitrine.diskformats.inspection.Inspecting.assertAccepted;
import static io.vitrine.diskformats.inspection.Inspecting.assertRefused;
import static io.vitrine.diskformats.inspection.Inspecting.inspect;
import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.diskformats.DiskFormat;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelsDiskTest {
  private static final String OLD_MAGIC = "WithoutFreeSpace";

  @Test
  void acceptsDisksOfBothKinds() {
    assertAccepted(ploop(UNCHANGED), DiskFormat.PLOOP, VIRTUAL_SIZE);
    assertAccepted(ploop(disk -> put(disk, 0, OLD_MAGIC)), DiskFormat.PLOOP, VIRTUAL_SIZE);
    assertAccepted(
        ploop(disk -> disk.putInt(28, 63).putInt(32, 261)), DiskFormat.PLOOP, VIRTUAL_SIZE);
  }

  /** Others read it, too: the mark only keeps two from writing to it. */
  @Test
  void acceptsADiskThatWasInUse() {
    assertAccepted(ploop(disk -> disk.putInt(44, 0x746F6E59)), DiskFormat.PLOOP, VIRTUAL_SIZE);
  }

  @Test
  void looksAtHalfTheSizeOfAnOldDisk() {
    assertAccepted(
        ploop(disk -> {
          put(disk, 0, OLD_MAGIC);
          disk.putInt(40, -1);
        }),
        DiskFormat.PLOOP,
        VIRTUAL_SIZE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"qcow2", "vdi", "vhdx", "ami"})
  @Tag("attack")
  @Tag("OSSA-2026-002")
  void isNothingElse(String declared) {
    assertThat(inspect(ploop(UNCHANGED)).checkAgainst(declared))
        .isEqualTo(
            new Inspection.Refused(
                "the image is declared as %s, but its bytes are ploop".formatted(declared)));
  }

  @Test
  void boundsTheHeader() {
    assertRefused(Arrays.copyOf(ploop(UNCHANGED), 63), "header is cut short");
    assertRefused(ploop(disk -> disk.putInt(16, 3)), "version 3");
    assertRefused(ploop(disk -> disk.putInt(28, 0)), "blocks of 0 bytes");
    assertRefused(ploop(disk -> disk.putInt(28, (1 << 17) + 1)), "blocks of 67109376 bytes");
    assertRefused(ploop(disk -> disk.putInt(28, -1)), "blocks of 2199023255040 bytes");
    assertRefused(ploop(disk -> disk.putLong(36, -1)), "not sane");
    assertRefused(ploop(disk -> disk.putLong(36, 1L << 55)), "not sane");
    assertRefused(ploop(disk -> disk.putLong(36, 1L << 40)), "larger than all its blocks");
    assertRefused(ploop(disk -> disk.putInt(32, 7)), "larger than all its blocks");
    assertRefused(ploop(disk -> disk.putInt(32, -1).putInt(48, -1)), "table lies beyond its end");
    assertRefused(ploop(disk -> disk.putInt(32, 2000)), "table lies beyond its end");
    assertRefused(
        ploop(disk -> disk.putInt(32, 1000).putInt(48, 7)), "data begin inside the block table");
    assertRefused(ploop(disk -> disk.putLong(56, -1)), "extension is misplaced");
    assertRefused(ploop(disk -> disk.putLong(56, Long.MAX_VALUE)), "extension is misplaced");
  }
}
