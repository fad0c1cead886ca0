package io.vitrine.diskformats.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.MemorySource;
import io.vitrine.diskformats.qcow2.SmallImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatInspectorTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 511, 512, 65_536, 1_000_000})
  void findsTheSameHoweverTheBytesArrive(int step) {
    // Given
    byte[] image = SmallImage.bytes();
    FormatInspector inspector = new FormatInspector();

    // When
    for (int at = 0; at < image.length; at += step) {
      inspector.feed(image, at, Math.min(step, image.length - at));
    }

    // Then
    assertThat(inspector.finish(image.length))
        .isEqualTo(accepted(DiskFormat.QCOW2, SmallImage.VIRTUAL_SIZE, image.length));
  }

  @Test
  void takesAnythingUnknownAsRaw() {
    assertThat(inspect(new byte[1000])).isEqualTo(accepted(DiskFormat.RAW, 1000, 1000));
    assertThat(inspect(new byte[0])).isEqualTo(accepted(DiskFormat.RAW, 0, 0));
  }

  @Test
  void refusesBeforeTheImageHasArrivedWhole() {
    // Given
    byte[] image = changed(head -> head.putLong(8, 0x1000));
    FormatInspector inspector = new FormatInspector();

    // When
    inspector.feed(ByteBuffer.wrap(image, 0, 65_536));

    // Then
    assertThat(inspector.early())
        .contains(new Inspection.Refused("qcow2: backing files are not allowed"));
  }

  @Test
  void refusesWhatAQcow2ReaderCouldBeMadeToFollow() {
    assertRefused(changed(head -> head.putLong(8, 0x1000)), "backing files");
    assertRefused(changed(head -> head.putInt(16, 12)), "backing file name");
    assertRefused(changed(head -> head.putLong(72, 1 << 2)), "external data files");
    assertRefused(changed(head -> head.putInt(104, 0x44415441)), "external data files");
    assertRefused(changed(head -> head.putInt(32, 2)), "encrypted");
  }

  @Test
  void refusesQcow2ImagesThatAreDamagedOrNotUnderstood() {
    assertRefused(changed(head -> head.putInt(4, 1)), "version 1");
    assertRefused(changed(head -> head.putInt(4, 4)), "version 4");
    assertRefused(changed(head -> head.putLong(72, 1 << 1)), "corrupt");
    assertRefused(changed(head -> head.putLong(72, 1 << 4)), "extended L2");
    assertRefused(changed(head -> head.putLong(72, 1L << 40)), "unknown incompatible features");
    assertRefused(changed(head -> head.putInt(20, 8)), "cluster_bits 8");
    assertRefused(changed(head -> head.putInt(20, 22)), "cluster_bits 22");
    assertRefused(changed(head -> head.putInt(100, 8)), "header length");
    assertRefused(changed(head -> head.putInt(96, 7)), "refcount_order");
    assertRefused(changed(head -> head.putLong(24, -1)), "virtual size");
    assertRefused(changed(head -> head.putInt(36, 0)), "too small");
    assertRefused(changed(head -> head.putInt(36, 1 << 30)), "too large");
    assertRefused(changed(head -> head.putLong(40, 12)), "misplaced");
    assertRefused(changed(head -> head.putLong(40, 1L << 40)), "cut short");
    assertRefused(Arrays.copyOf(SmallImage.bytes(), 60), "cut short");
    assertRefused(Arrays.copyOf(SmallImage.bytes(), 90), "cut short");
  }

  @Test
  void refusesQed() {
    assertRefused("QED\0 and more".getBytes(StandardCharsets.US_ASCII), "not allowed");
  }

  @Test
  void refusesTwoFormatsAtOnce() {
    // Given
    byte[] image = SmallImage.bytes();
    System.arraycopy("CD001".getBytes(StandardCharsets.US_ASCII), 0, image, 32_769, 5);

    // When / Then
    assertRefused(image, "several formats at once: qcow2, iso");
  }

  @Test
  void readsTheSizeOfAnIso() {
    assertThat(inspect(iso())).isEqualTo(accepted(DiskFormat.ISO, 100 * 2048, 70_000));
  }

  @Test
  void takesAnIsoWithAPartitionTableForAnIsoOnly() {
    // Given
    byte[] image = iso();
    image[510] = 0x55;
    image[511] = (byte) 0xaa;

    // When
    Inspection found = inspect(image);

    // Then
    assertThat(found.checkAgainst("iso")).isInstanceOf(Inspection.Accepted.class);
    assertThat(found.checkAgainst("raw")).isInstanceOf(Inspection.Refused.class);
    assertThat(found.checkAgainst("gpt")).isInstanceOf(Inspection.Refused.class);
  }

  @Test
  void checksPartitionTables() {
    assertThat(inspect(partitioned(disk -> {}))).isEqualTo(accepted(DiskFormat.GPT, 4096, 4096));
    assertRefused(partitioned(disk -> disk.put(446, (byte) 3)), "boot flag");
    assertRefused(partitioned(disk -> disk.put(450, (byte) 0)), "no partitions");
    assertRefused(partitioned(disk -> disk.putInt(454, 2)), "wrong place");
    assertRefused(partitioned(disk -> disk.put(466, (byte) 0x83)), "not the only one");
    assertRefused(partitioned(disk -> disk.put(466, (byte) 0xee)), "not the first");
  }

  @Test
  void checksLuksHeaders() {
    // Given
    ByteBuffer image = ByteBuffer.allocate(8192);
    image.put(0, new byte[] {'L', 'U', 'K', 'S', (byte) 0xba, (byte) 0xbe, 0, 1});
    image.putInt(104, 8);

    // When / Then
    assertThat(inspect(image.array())).isEqualTo(accepted(DiskFormat.LUKS, 4096, 8192));
    assertRefused(image.putShort(6, (short) 2).array(), "version 2");
  }

  @ParameterizedTest
  @CsvSource({
    "qcow2, qcow2",
    "raw,   raw",
    "vmdk,  'the image is declared as vmdk, but its bytes are qcow2'",
    "ami,   'the image is declared as ami, but its bytes are qcow2'",
  })
  void comparesQcow2BytesWithWhatWasDeclared(String declared, String outcome) {
    assertThat(outcome(inspect(SmallImage.bytes()).checkAgainst(declared))).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "raw,   raw",
    "qcow2, 'the image is declared as qcow2, but its bytes are not'",
    "vhdx,  'the image is declared as vhdx, but its bytes are not'",
    "ami,   raw",
    "ploop, raw",
  })
  void comparesUnknownBytesWithWhatWasDeclared(String declared, String outcome) {
    assertThat(outcome(inspect(new byte[512]).checkAgainst(declared))).isEqualTo(outcome);
  }

  @Test
  void refusesDangerousBytesDeclaredAsRawToo() {
    assertThat(inspect(changed(head -> head.putLong(8, 0x1000))).checkAgainst("raw"))
        .isInstanceOf(Inspection.Refused.class);
  }

  @Test
  void countsBytesForAnImageKeptAsRaw() {
    // Given
    byte[] image = SmallImage.bytes();

    // When / Then
    assertThat(inspect(image).checkAgainst("raw"))
        .isEqualTo(accepted(DiskFormat.RAW, image.length, image.length));
  }

  private static String outcome(Inspection inspection) {
    return switch (inspection) {
      case Inspection.Accepted accepted -> accepted.format().wireName();
      case Inspection.Refused refused -> refused.reason();
    };
  }

  private static byte[] iso() {
    ByteBuffer image = ByteBuffer.allocate(70_000).order(ByteOrder.LITTLE_ENDIAN);
    image.put(32_769, "CD001".getBytes(StandardCharsets.US_ASCII));
    image.putInt(32_768 + 80, 100);
    image.putShort(32_768 + 128, (short) 2048);
    return image.array();
  }

  private static byte[] partitioned(Consumer<ByteBuffer> change) {
    ByteBuffer disk = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    disk.put(446, new byte[] {0, 0, 2, 0, (byte) 0xee});
    disk.putInt(454, 1);
    disk.put(510, new byte[] {0x55, (byte) 0xaa});
    change.accept(disk);
    return disk.array();
  }

  private static byte[] changed(Consumer<ByteBuffer> change) {
    byte[] image = SmallImage.bytes();
    change.accept(ByteBuffer.wrap(image));
    return image;
  }

  private static void assertRefused(byte[] image, String reason) {
    assertThat(inspect(image))
        .isInstanceOfSatisfying(
            Inspection.Refused.class, refused -> assertThat(refused.reason()).contains(reason));
  }

  private static Inspection accepted(DiskFormat format, long virtualSize, long length) {
    return new Inspection.Accepted(format, OptionalLong.of(virtualSize), length, false);
  }

  private static Inspection inspect(byte[] image) {
    FormatInspector inspector = new FormatInspector();
    inspector.feed(image, 0, image.length);
    Inspection streamed = inspector.finish(image.length);
    try {
      assertThat(FormatInspector.inspect(new MemorySource(image))).isEqualTo(streamed);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
    return streamed;
  }
}
