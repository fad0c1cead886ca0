package io.vitrine.diskformats.inspection;

import static io.vitrine.diskformats.inspection.DiskSamples.SPARSE_EXTENT;
import static io.vitrine.diskformats.inspection.DiskSamples.UNCHANGED;
import static io.vitrine.diskformats.inspection.DiskSamples.VIRTUAL_SIZE;
import static io.vitrine.diskformats.inspection.DiskSamples.streamOptimized;
import static io.vitrine.diskformats.inspection.DiskSamples.vmdk;
import static io.vitrine.diskformats.inspection.DiskSamples.vmdkAround;
import static io.vitrine.diskformats.inspection.DiskSamples.vmdkDescriptor;
import static io.vitrine.diskformats.inspection.Inspecting.assertAccepted;
import static io.vitrine.diskformats.inspection.Inspecting.assertRefused;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vitrine.diskformats.DiskFormat;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VmwareDiskTest {
  private static final String GOOD = vmdkDescriptor("monolithicSparse", SPARSE_EXTENT);
  private static final int FOOTER = 130 * 512;

  @Test
  void acceptsDisksInOneFile() {
    assertAccepted(vmdkAround(GOOD, UNCHANGED), DiskFormat.VMDK, VIRTUAL_SIZE);
    assertAccepted(streamOptimized(UNCHANGED), DiskFormat.VMDK, VIRTUAL_SIZE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "monolithicFlat",
        "twoGbMaxExtentSparse",
        "twoGbMaxExtentFlat",
        "vmfs",
        "vmfsSparse",
        "seSparse",
        "fullDevice",
        "partitionedDevice",
        "custom"
      })
  @Tag("attack")
  @Tag("OSSA-2023-002")
  void refusesOtherTypesByTheirNames(String type) {
    assertRefused(vmdk(type, SPARSE_EXTENT, UNCHANGED), "type " + type + " ");
    assertRefused(vmdkDescriptor(type, "RW 1 FLAT \"/etc/shadow\" 0").getBytes(US_ASCII), type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# Disk DescriptorFile\ncreateType=\"vmfs\"\n",
        "# DISK DESCRIPTORFILE\ncreateType=\"vmfs\"\n",
        "version=1\ncreateType=\"vmfs\"\n",
        "# anything\r\n  \r\nversion=3\r\nCREATETYPE = \"vmfs\"\r\n",
        "CID=123\ncreateType=\"vmfs\"\n",
      })
  @Tag("attack")
  @Tag("OSSA-2023-002")
  void knowsADescriptorWithoutItsTitle(String text) {
    assertRefused(text.getBytes(US_ASCII), "a descriptor (vmfs) without its data");
  }

  @Test
  void takesOtherTextForAnything() {
    byte[] text = "# version=1 of my notes on createType\n".getBytes(US_ASCII);

    assertAccepted(text, DiskFormat.RAW, text.length);
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2023-002")
  void refusesTheSparseDisksOfEsx() {
    assertRefused("COWD and more".getBytes(US_ASCII), "COWD");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2023-002")
  void refusesParentsWhereverTheyAreNamed() {
    assertRefused(with("parentCID=ffffffff", "parentCID=12345678"), "with a parent");
    assertRefused(with("version=1", "parentFileNameHint=\"base.vmdk\""), "with a parent");
    assertRefused(with("version=1", "# parentFileNameHint=\"base.vmdk\""), "with a parent");
    assertRefused(with("version=1", "ddb.PARENTfilenamehint=\"base.vmdk\""), "with a parent");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2023-002")
  void refusesAParentBehindADescriptorThatDoesNotEnd() {
    // Given a descriptor that fills the one sector that the header gives it
    String full = GOOD + "#".repeat(512 - GOOD.length());
    String more = full + "\nparentFileNameHint=\"base.vmdk\"\n";

    // When / Then
    assertRefused(vmdkAround(more, disk -> disk.putLong(36, 1)), "with a parent");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2023-002")
  void refusesExtentsElsewhere() {
    assertRefused(extents("RW 1 SPARSE \"/etc/passwd\""), "by a path");
    assertRefused(extents("RW 1 SPARSE \"..\\\\base.vmdk\""), "by a path");
    assertRefused(extents("RW 1 FLAT \"disk-flat.vmdk\" 0"), "type FLAT");
    assertRefused(extents(SPARSE_EXTENT + "\n" + SPARSE_EXTENT), "2 extents");
    assertRefused(extents(""), "0 extents");
    assertRefused(extents(SPARSE_EXTENT + "\nRW what"), "unknown line");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2023-002")
  void refusesTwoTypes() {
    assertRefused(with("version=1", "# createType=\"monolithicSparse\""), "two types");
    assertRefused(with("version=1", "# createType=\"vmfs\""), "type vmfs");
    assertRefused(with("createType=", "kind="), "type unknown");
  }

  @Test
  void boundsTheHeader() {
    assertRefused(good(disk -> disk.putInt(4, 4)), "version 4");
    assertRefused(good(disk -> disk.putLong(28, 2)), "misplaced");
    assertRefused(good(disk -> disk.putLong(36, 0)), "too long");
    assertRefused(good(disk -> disk.putLong(36, 1 << 11)), "too long");
    assertRefused(good(disk -> disk.putLong(36, -1)), "too long");
    assertRefused(good(disk -> disk.putLong(36, 1000)), "cut short");
    assertRefused(good(disk -> disk.putLong(12, 1L << 60)), "capacity");
    assertRefused(good(disk -> disk.putLong(20, 100)), "grains");
    assertRefused(good(disk -> disk.putLong(20, 1L << 40)), "grains");
    assertRefused(good(disk -> disk.putInt(44, 513)), "grain tables");
    assertRefused(good(disk -> disk.putLong(56, 1L << 40)), "cut short");
    assertRefused(good(disk -> disk.putLong(56, -2)), "misplaced");
  }

  /** Readers open the files that the descriptor names instead. */
  @Test
  @Tag("attack")
  @Tag("OSSA-2023-002")
  void refusesADiskWithoutSectors() {
    assertRefused(good(disk -> disk.putLong(12, 0)), "capacity");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2023-002")
  void comparesFooterAndHeader() {
    assertRefused(streamOptimized(disk -> disk.putInt(FOOTER + 4, 2)), "contradicts");
    assertRefused(streamOptimized(disk -> disk.putLong(FOOTER + 12, 0)), "contradicts");
    assertRefused(streamOptimized(disk -> disk.putLong(FOOTER + 28, 100)), "contradicts");
    assertRefused(streamOptimized(disk -> disk.putLong(FOOTER + 56, -1)), "contradicts");
    assertRefused(streamOptimized(disk -> disk.putLong(FOOTER + 56, 1 << 20)), "cut short");
    assertRefused(streamOptimized(disk -> disk.putInt(FOOTER - 500, 2)), "footer is missing");
    assertRefused(streamOptimized(disk -> disk.putInt(FOOTER - 100, 2)), "footer is missing");
    assertRefused(streamOptimized(disk -> disk.put(FOOTER + 600, (byte) 1)), "footer is missing");
    assertRefused(Arrays.copyOf(streamOptimized(UNCHANGED), FOOTER), "footer is missing");
  }

  private static byte[] with(String line, String instead) {
    return vmdkAround(GOOD.replace(line, instead), UNCHANGED);
  }

  private static byte[] extents(String lines) {
    return vmdk("monolithicSparse", lines, UNCHANGED);
  }

  private static byte[] good(Consumer<ByteBuffer> change) {
    return vmdkAround(GOOD, change);
  }
}
