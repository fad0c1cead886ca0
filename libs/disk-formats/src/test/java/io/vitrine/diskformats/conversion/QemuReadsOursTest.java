package io.vitrine.diskformats.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.FileSink;
import io.vitrine.diskformats.FileSource;
import io.vitrine.diskformats.NeedsQemuImg;
import io.vitrine.diskformats.QemuImg;
import io.vitrine.diskformats.SampleDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What we write, the reference implementation reads as the same disk, and finds no fault with. */
@NeedsQemuImg
class QemuReadsOursTest {
  private static final Progress SILENT = (done, total) -> {};

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "1, dense",
    "512, dense",
    "65535, dense",
    "65536, dense",
    "65537, mixed",
    "4194305, mixed",
    "20000000, mixed",
    "33554432, dense",
    "33620480, mixed",
    "40000000, sparse",
    "8388608, empty"
  })
  void inEveryFormatAndSize(int size, String content) throws Exception {
    // Given
    byte[] disk = SampleDisk.of(content, size);
    Path raw = Files.write(folder.resolve("disk.raw"), disk);
    byte[] expected = Arrays.copyOf(disk, (size + 511) / 512 * 512);

    for (OutputFormat format : OutputFormat.values()) {
      // When
      Path image = folder.resolve("ours." + format);
      convert(raw, DiskFormat.RAW, image, format);

      // Then
      if (format != OutputFormat.RAW) {
        assertThat(theirDiskIn(image, format)).as(format.wireName()).isEqualTo(expected);
      }
    }
  }

  /** From what it writes itself, however that is laid out. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "qcow2 -o compat=0.10",
        "qcow2 -o cluster_size=2M",
        "qcow2 -c",
        "qcow2 -c -o compression_type=zstd,cluster_size=4k",
        "vmdk",
        "vmdk -o subformat=streamOptimized",
        "vdi",
        "vpc -o force_size=on",
        "vpc -o subformat=fixed,force_size=on",
        "vhdx"
      })
  void fromEveryFormat(String options) throws Exception {
    // Given
    byte[] disk = SampleDisk.bytes(9_000_448, 17);
    Path raw = Files.write(folder.resolve("disk.raw"), disk);
    Path theirs = folder.resolve("theirs");
    List<Object> command = new ArrayList<>(List.of("convert", "-f", "raw", "-O"));
    command.addAll(List.of(options.split(" ")));
    command.addAll(List.of(raw, theirs));
    QemuImg.run(command.toArray());
    String driver = options.split(" ")[0];
    DiskFormat from = DiskFormat.fromWireName(driver.equals("vpc") ? "vhd" : driver).orElseThrow();

    for (OutputFormat format : OutputFormat.values()) {
      // When
      Path image = folder.resolve("ours." + format);
      convert(theirs, from, image, format);

      // Then
      assertThat(theirDiskIn(image, format)).as(format.wireName()).isEqualTo(disk);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "QCOW2, '\"compression-type\": \"zlib\"'",
    "QCOW2_ZLIB, '\"compression-type\": \"zlib\"'",
    "QCOW2_ZSTD, '\"compression-type\": \"zstd\"'",
    "VMDK, '\"create-type\": \"streamOptimized\"'"
  })
  void andTellsHowItIsPacked(OutputFormat format, String told) throws Exception {
    // Given
    Path raw = Files.write(folder.resolve("disk.raw"), SampleDisk.bytes(5_000_192, 5));
    Path image = folder.resolve("ours");

    // When
    convert(raw, DiskFormat.RAW, image, format);

    // Then
    assertThat(QemuImg.info(image, format.diskFormat().wireName())).contains(told);
  }

  /** Tables of tables, far from each other, and refcounts in several blocks. */
  @ParameterizedTest
  @EnumSource(names = {"QCOW2", "QCOW2_ZLIB", "QCOW2_ZSTD", "VMDK"})
  void whenTheDiskIsLargeAndNearlyEmpty(OutputFormat format) throws Exception {
    // Given
    Path theirs = folder.resolve("theirs.qcow2");
    QemuImg.run("create", "-f", "qcow2", theirs, "300G");
    QemuImg.io(
        "-f",
        "qcow2",
        "-c",
        "write -P 7 15G 3M",
        "-c",
        "write -P 8 100M 1k",
        "-c",
        "write -P 9 322122546688 512",
        theirs);
    Path image = folder.resolve("ours");

    // When
    convert(theirs, DiskFormat.QCOW2, image, format);

    // Then
    String driver = format.diskFormat().wireName();
    QemuImg.run("check", "-f", driver, image);
    QemuImg.compare(theirs, "qcow2", image, driver);
    assertThat(Files.size(image)).isLessThan(6 << 20);
  }

  private byte[] theirDiskIn(Path image, OutputFormat format) throws Exception {
    String driver = format.diskFormat().wireName();
    if (format != OutputFormat.RAW) {
      QemuImg.run("check", "-f", driver, image);
    }
    Path back = folder.resolve("back.raw");
    QemuImg.run("convert", "-f", driver, "-O", "raw", image, back);
    return Files.readAllBytes(back);
  }

  private static void convert(Path in, DiskFormat from, Path out, OutputFormat to)
      throws Exception {
    try (FileSource source = FileSource.open(in);
        FileSink sink = FileSink.create(out)) {
      Converter.convert(source, from, to, sink, SILENT);
    }
  }
}
