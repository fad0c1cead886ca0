package io.vitrine.diskformats.conversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.diskformats.CollectingSink;
import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.MemorySource;
import io.vitrine.diskformats.SampleDisk;
import io.vitrine.diskformats.inspection.FormatInspector;
import io.vitrine.diskformats.inspection.Inspection;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written, our own readers and the inspection take. */
class OutputFormatsTest {
  private static final Progress SILENT = (done, total) -> {};

  @ParameterizedTest
  @CsvSource({
    "1, dense",
    "512, dense",
    "65536, dense",
    "65537, mixed",
    "9000001, sparse",
    "8388608, empty",
    "12582912, dense",
    "20000256, mixed"
  })
  void keepEveryByte(int size, String content) throws Exception {
    // Given
    byte[] disk = SampleDisk.of(content, size);
    byte[] whole = Arrays.copyOf(disk, (size + 511) / 512 * 512);

    for (OutputFormat format : OutputFormat.values()) {
      // When
      byte[] image = convert(disk, DiskFormat.RAW, format);

      // Then
      assertThat(convert(image, format.diskFormat(), OutputFormat.RAW))
          .as(format.wireName())
          .isEqualTo(format == OutputFormat.RAW ? disk : whole);
    }
  }

  @ParameterizedTest
  @EnumSource
  void becomeEachOther(OutputFormat first) throws Exception {
    // Given
    byte[] disk = SampleDisk.bytes(3_000_320, 4);
    byte[] image = convert(disk, DiskFormat.RAW, first);

    for (OutputFormat second : OutputFormat.values()) {
      // When
      byte[] rewritten = convert(image, first.diskFormat(), second);

      // Then
      assertThat(rewritten).as(second.wireName()).isEqualTo(convert(disk, DiskFormat.RAW, second));
    }
  }

  @ParameterizedTest
  @EnumSource(names = "RAW", mode = EnumSource.Mode.EXCLUDE)
  void areRecognisedAsWhatTheyAre(OutputFormat format) throws Exception {
    // When
    byte[] image = convert(SampleDisk.bytes(9_000_001, 5), DiskFormat.RAW, format);

    // Then
    assertThat(FormatInspector.inspect(new MemorySource(image)))
        .isInstanceOfSatisfying(
            Inspection.Accepted.class,
            found -> {
              assertThat(found.format()).isEqualTo(format.diskFormat());
              assertThat(found.virtualSize()).isEqualTo(OptionalLong.of(9_000_448));
            });
  }

  @ParameterizedTest
  @EnumSource
  void areTheSameEachTime(OutputFormat format) throws Exception {
    byte[] disk = SampleDisk.bytes(20_000_256, 3);
    assertThat(convert(disk, DiskFormat.RAW, format))
        .isEqualTo(convert(disk, DiskFormat.RAW, format));
  }

  @ParameterizedTest
  @CsvSource({"qcow2-zlib, 0", "qcow2-zstd, 1"})
  void sayHowTheirClustersArePacked(String name, int type) throws Exception {
    // Given
    OutputFormat format = OutputFormat.fromWireName(name).orElseThrow();

    // When
    ByteBuffer header = ByteBuffer.wrap(convert(new byte[512], DiskFormat.RAW, format));

    // Then
    assertThat(header.getLong(72)).isEqualTo(type == 0 ? 0 : 8);
    assertThat(header.get(104)).isEqualTo((byte) type);
  }

  @ParameterizedTest
  @EnumSource(names = {"QCOW2_ZLIB", "QCOW2_ZSTD", "VMDK"})
  void areSmallWhereTheDiskPacksWell(OutputFormat format) throws Exception {
    // Given
    byte[] disk = new byte[20_000_256];
    for (int at = 0; at < disk.length; at++) {
      disk[at] = (byte) ("vitrine ".charAt(at % 8) + at / 100_000);
    }

    // When / Then
    assertThat(convert(disk, DiskFormat.RAW, format)).hasSizeLessThan(disk.length / 20);
  }

  @ParameterizedTest
  @EnumSource(names = {"QCOW2_ZLIB", "QCOW2_ZSTD", "VMDK"})
  void areHardlyLargerThanADiskThatDoesNotPack(OutputFormat format) throws Exception {
    // Given
    byte[] disk = SampleDisk.of("dense", 20_000_256);

    // When / Then: 2 % and some tables
    assertThat(convert(disk, DiskFormat.RAW, format))
        .hasSizeLessThan(disk.length + disk.length / 50 + (1 << 20));
  }

  @Test
  void needASinkThatTakesTheHeadLastIfTheySaySo() throws Exception {
    // Given
    Conversion conversion =
        Converter.prepare(
            new MemorySource(new byte[512]), DiskFormat.RAW, OutputFormat.QCOW2_ZLIB, SILENT);

    // When / Then
    assertThat(conversion.isInOrder()).isFalse();
    assertThatThrownBy(() -> conversion.run((bytes, offset, length) -> {}, SILENT))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void areNoVmdkOfADiskWithoutASector() {
    assertThatThrownBy(() -> convert(new byte[0], DiskFormat.RAW, OutputFormat.VMDK))
        .isInstanceOf(DiskFormatException.class)
        .hasMessage("vmdk: a disk without a byte cannot be written");
  }

  @Test
  void haveNamesOfTheirOwn() {
    assertThat(OutputFormat.values())
        .allSatisfy(
            format -> assertThat(OutputFormat.fromWireName(format.wireName())).contains(format));
    assertThat(OutputFormat.fromWireName("vdi")).isEmpty();
  }

  private static byte[] convert(byte[] image, DiskFormat from, OutputFormat to) throws Exception {
    CollectingSink sink = new CollectingSink();
    Converter.convert(new MemorySource(image), from, to, sink, SILENT);
    return sink.bytes();
  }
}
