package io.vitrine.diskformats.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.diskformats.CollectingSink;
import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.FileSource;
import io.vitrine.diskformats.NeedsQemuImg;
import io.vitrine.diskformats.QemuImg;
import io.vitrine.diskformats.SampleDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What we read and write is what the reference implementation reads and writes. */
@NeedsQemuImg
class QemuOracleTest {
  private static final Progress SILENT = (done, total) -> {};

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "6000000  | compat=0.10",
        "6000000  | compat=1.1",
        "20971520 | compat=1.1",
        "1000000  | compat=1.1,cluster_size=512",
        "1000000  | compat=0.10,cluster_size=512",
        "5000192  | compat=1.1,cluster_size=4096",
        "20971520 | compat=1.1,cluster_size=2097152",
        "3000320  | compat=1.1,preallocation=metadata",
        "3000320  | compat=1.1,preallocation=falloc",
        "3000320  | compat=1.1,refcount_bits=1",
        "3000320  | compat=1.1,lazy_refcounts=on",
        "512      | compat=1.1",
        "0        | compat=1.1",
      })
  void readsPlainImages(int size, String options) throws Exception {
    readsBack("qcow2", size, options, false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "6000128  | compat=0.10",
        "20971520 | compat=1.1",
        "1000448  | compat=1.1,cluster_size=512",
        "5000192  | compat=1.1,cluster_size=4096",
        "9000448  | compat=1.1,cluster_size=2097152",
        "20971520 | compat=1.1,compression_type=zstd",
        "1000448  | compat=1.1,compression_type=zstd,cluster_size=4096",
        "9000448  | compat=1.1,compression_type=zstd,cluster_size=2097152",
      })
  void readsCompressedImages(int size, String options) throws Exception {
    readsBack("qcow2", size, options, true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vmdk | 6000128  | subformat=monolithicSparse",
        "vmdk | 20971520 | subformat=monolithicSparse,zeroed_grain=on",
        "vmdk | 40000000 | subformat=monolithicSparse,adapter_type=lsilogic,hwversion=9",
        "vmdk | 65536    | subformat=monolithicSparse",
        "vmdk | 512      | subformat=monolithicSparse",
        "vmdk | 6000128  | subformat=streamOptimized",
        "vmdk | 20971520 | subformat=streamOptimized",
        "vmdk | 40000000 | subformat=streamOptimized,compat6=on",
        "vmdk | 65536    | subformat=streamOptimized",
        "vmdk | 512      | subformat=streamOptimized",
        "vdi  | 6000128  | static=off",
        "vdi  | 20971520 | static=off",
        "vdi  | 40000000 | static=on",
        "vdi  | 1048576  | static=off",
        "vdi  | 512      | static=off",
        "vdi  | 512      | static=on",
        "vdi  | 0        | static=off",
        "parallels | 6000128  | cluster_size=1048576",
        "parallels | 20971520 | cluster_size=65536",
        "parallels | 5000192  | cluster_size=32256",
        "parallels | 40000000 | cluster_size=8388608",
        "parallels | 1000448  | cluster_size=512",
        "parallels | 1048576  | cluster_size=1048576",
        "parallels | 512      | cluster_size=1048576",
        "parallels | 0        | cluster_size=1048576",
      })
  void readsImagesOfOtherFormats(String format, int size, String options) throws Exception {
    readsBack(format, size, options, false);
  }

  /** What it leaves in an image that was written to here and there, over and over. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vmdk | subformat=monolithicSparse",
        "vmdk | subformat=monolithicSparse,zeroed_grain=on",
        "vdi  | static=off",
        "vdi  | static=on",
        "parallels | cluster_size=1048576",
        "parallels | cluster_size=32256",
        "vpc  | subformat=dynamic",
        "vpc  | subformat=fixed,force_size=on",
        "vhdx | subformat=dynamic",
        "vhdx | subformat=dynamic,block_size=1048576",
        "vhdx | subformat=fixed",
      })
  void readsImagesThatWereInUse(String format, String options) throws Exception {
    // Given
    Path image = folder.resolve("disk." + format);
    QemuImg.run("create", "-f", format, "-o", options, image, 80_000_512);
    Random random = new Random(11);
    List<Object> write = new ArrayList<>(List.of("-f", format));
    for (int i = 0; i < 60; i++) {
      int length = 512 * (1 + random.nextInt(1 << random.nextInt(11)));
      int from = random.nextInt(80_000_512 - length) / 512 * 512;
      write.add("-c");
      write.add("write %s %d %d".formatted(i % 4 == 3 ? "-z" : "-P" + i, from, length));
    }
    write.add(image);
    QemuImg.io(write.toArray());
    Path raw = folder.resolve("disk.raw");
    Path rewritten = folder.resolve("ours.qcow2");

    // When
    convert(image, formatOf(format), raw, OutputFormat.RAW);
    convert(image, formatOf(format), rewritten, OutputFormat.QCOW2);

    // Then
    QemuImg.compare(raw, "raw", image, format);
    QemuImg.run("check", "-f", "qcow2", rewritten);
    QemuImg.compare(rewritten, "qcow2", image, format);
  }

  private void readsBack(String format, int size, String options, boolean compressed)
      throws Exception {
    // Given
    byte[] disk = SampleDisk.bytes(size / 512 * 512, size);
    Path raw = Files.write(folder.resolve("disk.raw"), disk);
    Path image = folder.resolve("disk." + format);
    List<Object> command = new ArrayList<>(List.of("convert", "-f", "raw", "-O", format));
    if (compressed) {
      command.add("-c");
    }
    command.addAll(List.of("-o", options, raw, image));
    QemuImg.run(command.toArray());

    // When
    CollectingSink sink = new CollectingSink();
    try (FileSource source = FileSource.open(image)) {
      Converter.convert(source, formatOf(format), OutputFormat.RAW, sink, SILENT);
    }

    // Then
    assertThat(sink.bytes()).isEqualTo(disk);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 512, 65_536, 65_537, 4_194_304, 20_000_000, 33_554_432})
  void writesImagesThatPassItsChecks(int size) throws Exception {
    // Given
    Path raw = Files.write(folder.resolve("disk.raw"), SampleDisk.bytes(size, size));
    Path image = folder.resolve("ours.qcow2");

    // When
    convert(raw, DiskFormat.RAW, image, OutputFormat.QCOW2);

    // Then
    QemuImg.run("check", "-f", "qcow2", image);
    QemuImg.compare(raw, "raw", image, "qcow2");
  }

  @Test
  void rewritesACompressedImagePlainly() throws Exception {
    // Given
    Path raw = Files.write(folder.resolve("disk.raw"), SampleDisk.bytes(20_000_256, 7));
    Path packed = folder.resolve("packed.qcow2");
    QemuImg.run(
        "convert", "-c", "-f", "raw", "-O", "qcow2", "-o", "compression_type=zstd", raw, packed);
    Path image = folder.resolve("ours.qcow2");

    // When
    convert(packed, DiskFormat.QCOW2, image, OutputFormat.QCOW2);

    // Then
    QemuImg.run("check", "-f", "qcow2", image);
    QemuImg.compare(raw, "raw", image, "qcow2");
  }

  @Test
  void writesAThinImageOfALargeEmptyDisk() throws Exception {
    // Given
    Path empty = folder.resolve("empty.qcow2");
    QemuImg.run("create", "-f", "qcow2", empty, "200G");
    Path image = folder.resolve("ours.qcow2");

    // When
    convert(empty, DiskFormat.QCOW2, image, OutputFormat.QCOW2);

    // Then
    QemuImg.run("check", "-f", "qcow2", image);
    QemuImg.compare(empty, "qcow2", image, "qcow2");
    assertThat(Files.size(image)).isLessThan(1 << 20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vpc  | 6000000  | mixed  | subformat=dynamic",
        "vpc  | 20971520 | mixed  | subformat=dynamic",
        "vpc  | 9000448  | mixed  | subformat=dynamic,force_size=on",
        "vpc  | 40000000 | sparse | subformat=dynamic,force_size=on",
        "vpc  | 12582912 | dense  | subformat=dynamic,force_size=on",
        "vpc  | 8388608  | empty  | subformat=dynamic,force_size=on",
        "vpc  | 512      | dense  | subformat=dynamic,force_size=on",
        "vpc  | 6000000  | mixed  | subformat=fixed",
        "vpc  | 9000448  | mixed  | subformat=fixed,force_size=on",
        "vpc  | 20971520 | sparse | subformat=fixed,force_size=on",
        "vpc  | 512      | dense  | subformat=fixed,force_size=on",
        "vhdx | 6000000  | mixed  | subformat=dynamic",
        "vhdx | 40000000 | sparse | subformat=dynamic",
        "vhdx | 12582912 | dense  | subformat=dynamic,block_size=1048576",
        "vhdx | 9000448  | mixed  | subformat=dynamic,block_size=1048576",
        "vhdx | 20971520 | mixed  | subformat=dynamic,block_size=2097152",
        "vhdx | 20971520 | mixed  | subformat=dynamic,block_size=16777216",
        "vhdx | 9000448  | sparse | subformat=dynamic,block_size=268435456",
        "vhdx | 9000448  | mixed  | subformat=dynamic,log_size=4194304",
        "vhdx | 9000448  | mixed  | subformat=fixed",
        "vhdx | 9000448  | mixed  | subformat=fixed,block_size=1048576",
        "vhdx | 8388608  | empty  | subformat=dynamic",
        "vhdx | 512      | dense  | subformat=dynamic",
      })
  void readsWhatItReadsOfDisksForHyperV(String driver, int size, String content, String options)
      throws Exception {
    // Given
    DiskFormat format = formatOf(driver);
    Path raw = Files.write(folder.resolve("disk.raw"), SampleDisk.of(content, size));
    Path image = folder.resolve("disk." + format);
    QemuImg.run("convert", "-f", "raw", "-O", driver, "-o", options, raw, image);
    Path expected = folder.resolve("theirs.raw");
    QemuImg.run("convert", "-f", driver, "-O", "raw", image, expected);

    // When
    Path ours = folder.resolve("ours.raw");
    Path rewritten = folder.resolve("ours.qcow2");
    convert(image, format, ours, OutputFormat.RAW);
    convert(image, format, rewritten, OutputFormat.QCOW2);

    // Then
    assertThat(ours).hasSameBinaryContentAs(expected);
    QemuImg.run("check", "-f", "qcow2", rewritten);
    QemuImg.compare(expected, "raw", rewritten, "qcow2");
  }

  @ParameterizedTest
  @CsvSource({
    "vpc, 'subformat=dynamic,force_size=on', 200G",
    "vhdx, subformat=dynamic, 40G",
    "vhdx, 'subformat=dynamic,block_size=1048576', 20G"
  })
  void readsLargeEmptyDisksForHyperV(String driver, String options, String size) throws Exception {
    // Given: what is written lies behind the places of many bitmaps of sectors
    DiskFormat format = formatOf(driver);
    Path image = folder.resolve("disk." + format);
    QemuImg.run("create", "-f", driver, "-o", options, image, size);
    QemuImg.io("-f", driver, "-c", "write -P 7 15G 3M", "-c", "write -P 8 100M 1k", image);
    Path rewritten = folder.resolve("ours.qcow2");

    // When
    convert(image, format, rewritten, OutputFormat.QCOW2);

    // Then
    QemuImg.run("check", "-f", "qcow2", rewritten);
    QemuImg.compare(image, driver, rewritten, "qcow2");
  }

  /** By the name of its driver. */
  private static DiskFormat formatOf(String driver) {
    String format =
        switch (driver) {
          case "vpc" -> "vhd";
          case "parallels" -> "ploop";
          default -> driver;
        };
    return DiskFormat.fromWireName(format).orElseThrow();
  }

  private static void convert(Path in, DiskFormat from, Path out, OutputFormat to)
      throws Exception {
    try (FileSource source = FileSource.open(in);
        var stream = Files.newOutputStream(out)) {
      Conversion conversion = Converter.prepare(source, from, to, SILENT);
      conversion.run(stream::write, SILENT);
      assertThat(Files.size(out)).isEqualTo(conversion.outputSize().orElseThrow());
    }
  }
}
