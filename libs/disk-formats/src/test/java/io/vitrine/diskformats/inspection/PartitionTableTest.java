package io.vitrine.diskformats.inspection;

import static io.vitrine.diskformats.inspection.DiskSamples.UNCHANGED;
import static io.vitrine.diskformats.inspection.DiskSamples.gpt;
import static io.vitrine.diskformats.inspection.Inspecting.assertAccepted;
import static io.vitrine.diskformats.inspection.Inspecting.assertRefused;

import io.vitrine.diskformats.DiskFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PartitionTableTest {

  @Test
  void acceptsPartitionedDisks() {
    assertAccepted(gpt(UNCHANGED), DiskFormat.GPT, 4096);
    assertAccepted(
        gpt(disk -> disk.put(446, (byte) 0x80).put(450, (byte) 0x83).put(466, (byte) 0x82)),
        DiskFormat.GPT,
        4096);
  }

  @Test
  void takesAFileSystemInstead() {
    assertAccepted(gpt(disk -> disk.put(16, (byte) 2).put(21, (byte) 0xf8)), DiskFormat.RAW, 4096);
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2026-002")
  void refusesTablesThatReadersDisagreeAbout() {
    assertRefused(gpt(disk -> disk.put(446, (byte) 3)), "boot flag");
    assertRefused(gpt(disk -> disk.put(450, (byte) 0)), "no partitions");
    assertRefused(gpt(disk -> disk.putInt(454, 2)), "wrong place");
    assertRefused(gpt(disk -> disk.put(448, (byte) 1)), "wrong place");
    assertRefused(gpt(disk -> disk.put(466, (byte) 0x83)), "not the only one");
    assertRefused(gpt(disk -> disk.put(466, (byte) 0xee)), "not the first");
  }
}
