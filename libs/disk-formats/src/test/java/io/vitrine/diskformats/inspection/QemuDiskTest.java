package io.vitrine.diskformats.inspection;

import static io.vitrine.diskformats.inspection.DiskSamples.UNCHANGED;
import static io.vitrine.diskformats.inspection.DiskSamples.encryptedQcow2;
import static io.vitrine.diskformats.inspection.DiskSamples.qcow2;
import static io.vitrine.diskformats.inspection.Inspecting.assertRefused;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.diskformats.CollectingSink;
import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.MemorySource;
import io.vitrine.diskformats.conversion.Converter;
import io.vitrine.diskformats.conversion.OutputFormat;
import io.vitrine.diskformats.qcow2.Qcow2Image;
import io.vitrine.diskformats.qcow2.SmallImage;
import io.vitrine.diskformats.qcow2.SubclusterImage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class QemuDiskTest {
  private static final int EXTENSIONS = 104;
  private static final long EXTENDED_L2 = 1 << 4;

  @Test
  @Tag("attack")
  @Tag("OSSA-2024-001")
  void refusesWhatAReaderCouldBeMadeToFollow() {
    assertRefused(qcow2(disk -> disk.putLong(8, 0x1000)), "backing files");
    assertRefused(qcow2(disk -> disk.putInt(16, 12)), "backing file name");
    assertRefused(qcow2(disk -> disk.putLong(72, 1 << 2)), "external data files");
    assertRefused(qcow2(disk -> disk.putInt(104, 0x44415441)), "external data files");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2024-001")
  void refusesImagesThatAreDamagedOrNotUnderstood() {
    assertRefused(qcow2(disk -> disk.putInt(4, 1)), "version 1");
    assertRefused(qcow2(disk -> disk.putInt(4, 4)), "version 4");
    assertRefused(qcow2(disk -> disk.putLong(72, 1 << 1)), "corrupt");
    assertRefused(qcow2(disk -> disk.putLong(72, 1 << 5)), "unknown incompatible features");
    assertRefused(qcow2(disk -> disk.putLong(72, 1L << 40)), "unknown incompatible features");
    assertRefused(qcow2(disk -> disk.putInt(20, 8)), "cluster_bits 8");
    assertRefused(qcow2(disk -> disk.putInt(20, 22)), "cluster_bits 22");
    assertRefused(qcow2(disk -> disk.putInt(100, 8)), "header length");
    assertRefused(qcow2(disk -> disk.putInt(96, 7)), "refcount_order");
    assertRefused(qcow2(disk -> disk.putLong(24, -1)), "virtual size");
    assertRefused(qcow2(disk -> disk.putInt(36, 0)), "too small");
    assertRefused(qcow2(disk -> disk.putInt(36, 1 << 30)), "too large");
    assertRefused(qcow2(disk -> disk.putLong(40, 12)), "misplaced");
    assertRefused(qcow2(disk -> disk.putLong(40, 1L << 40)), "cut short");
    assertRefused(qcow2(disk -> disk.putInt(56, 1 << 30)), "refcount table is misplaced");
    assertRefused(Arrays.copyOf(SmallImage.bytes(), 60), "cut short");
    assertRefused(Arrays.copyOf(SmallImage.bytes(), 90), "cut short");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void boundsTheSnapshots() {
    assertRefused(qcow2(disk -> disk.putInt(60, 1 << 20)), "too many snapshots");
    assertRefused(
        qcow2(disk -> disk.putInt(60, 1).putLong(64, 100)), "snapshot table is misplaced");
    assertRefused(qcow2(disk -> disk.putInt(60, 60_000).putLong(64, 1 << 16)), "snapshot table");
    assertAccepted(qcow2(disk -> disk.putInt(60, 2).putLong(64, 1 << 16)));
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void boundsTheHeaderExtensions() {
    assertRefused(qcow2(extension(0x12345678, 1 << 20)), "runs past the header");
    assertRefused(qcow2(extension(0x12345678, -1)), "runs past the header");
    assertRefused(qcow2(extension(0x23852875, 8)), "bitmaps' header extension");
    assertRefused(
        qcow2(extension(0x23852875, 24).andThen(disk -> disk.putInt(EXTENSIONS + 8, -1))),
        "too many bitmaps");
    assertRefused(
        qcow2(
            extension(0x23852875, 24)
                .andThen(disk -> disk.putLong(EXTENSIONS + 16, 32).putLong(EXTENSIONS + 24, -8))),
        "bitmap directory lies beyond");
    assertAccepted(qcow2(extension(0x12345678, 13)));
  }

  @Test
  void refusesExtensionsThatGoOnBehindWhatIsKept() {
    // Given clusters of 2 MiB, the first of them full of extensions as far as is seen
    byte[] image = new byte[4 << 20];
    ByteBuffer disk = ByteBuffer.wrap(image).put(0, SmallImage.bytes(), 0, EXTENSIONS);
    disk.putInt(20, 21).putLong(24, 1 << 20).putLong(40, 2 << 20).putLong(48, 2 << 20);
    disk.putInt(EXTENSIONS, 0x12345678).putInt(EXTENSIONS + 4, 65_536 - EXTENSIONS - 8);

    // When / Then
    assertRefused(image, "header is too long");
  }

  @Test
  void acceptsSubclusters() throws Exception {
    // Given
    byte[] image = new SubclusterImage(3).bytes();

    // When / Then
    Inspecting.assertAccepted(image, DiskFormat.QCOW2, 3 * SubclusterImage.CLUSTER);
    Qcow2Image.checkTables(new MemorySource(image));
  }

  @Test
  void refusesSubclustersOfTooSmallClusters() {
    Consumer<ByteBuffer> smallClusters =
        disk -> disk.putLong(72, EXTENDED_L2).putInt(20, 13).putInt(36, 100);

    assertRefused(qcow2(smallClusters), "too small for subclusters");
  }

  @Test
  void acceptsLuksThatTheConverterCannotRead() throws Exception {
    // Given
    byte[] image = encryptedQcow2(UNCHANGED);

    // When / Then
    assertAccepted(image);
    assertRefusedByConverter(image, "encrypted");
  }

  @Test
  void refusesOtherEncryption() {
    assertRefused(qcow2(disk -> disk.putInt(32, 1)), "encryption method 1");
    assertRefused(qcow2(disk -> disk.putInt(32, 2)), "encryption is missing");
    assertRefused(encryptedQcow2(disk -> disk.putLong(EXTENSIONS + 8, 12)), "misplaced");
    assertRefused(encryptedQcow2(disk -> disk.putLong(EXTENSIONS + 8, 1L << 40)), "beyond its end");
    assertRefused(encryptedQcow2(disk -> disk.putInt(EXTENSIONS + 4, 8)), "extension is damaged");
    assertRefused(
        encryptedQcow2(disk -> disk.put(EXTENSIONS + 24, disk.array(), EXTENSIONS, 24)),
        "two places");
  }

  private static Consumer<ByteBuffer> extension(int type, int length) {
    return disk -> disk.putInt(EXTENSIONS, type).putInt(EXTENSIONS + 4, length);
  }

  private static void assertAccepted(byte[] image) {
    Inspecting.assertAccepted(image, DiskFormat.QCOW2, SmallImage.VIRTUAL_SIZE);
  }

  private static void assertRefusedByConverter(byte[] image, String reason) {
    assertThatThrownBy(() ->
            Converter.convert(
                new MemorySource(image),
                DiskFormat.QCOW2,
                OutputFormat.RAW,
                new CollectingSink(),
                (done, total) -> {}))
        .isInstanceOf(DiskFormatException.class)
        .hasMessageContaining(reason);
  }
}
