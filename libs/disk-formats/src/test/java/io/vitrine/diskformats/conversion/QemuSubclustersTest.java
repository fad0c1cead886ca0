package io.vitrine.diskformats.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.diskformats.Converting;
import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.FileSource;
import io.vitrine.diskformats.NeedsQemuImg;
import io.vitrine.diskformats.QemuImg;
import io.vitrine.diskformats.SampleDisk;
import io.vitrine.diskformats.inspection.FormatInspector;
import io.vitrine.diskformats.inspection.Inspection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** We read subclusters as the reference implementation reads them. */
@NeedsQemuImg
class QemuSubclustersTest {
  private static final int WRITES = 150;
  private static final int LARGEST_CLUSTER = 2 << 20;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "20971520 | cluster_size=16k",
        "16777728 | cluster_size=16k",
        "6000128  | cluster_size=64k",
        "9000448  | cluster_size=2M",
        "3000320  | cluster_size=64k,preallocation=metadata",
        "3000320  | cluster_size=16k,preallocation=falloc",
        "512      | cluster_size=2M",
        "0        | cluster_size=64k",
      })
  void ofAWholeDisk(int size, String options) throws Exception {
    readsBack(size, options);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "6000128  | cluster_size=16k",
        "16777728 | cluster_size=16k,compression_type=zstd",
        "20971520 | cluster_size=64k",
        "6000128  | cluster_size=64k,compression_type=zstd",
        "9000448  | cluster_size=2M",
        "9000448  | cluster_size=2M,compression_type=zstd",
      })
  void besideCompressedClusters(int size, String options) throws Exception {
    readsBack(size, options, "-c");
  }

  private void readsBack(int size, String options, Object... more) throws Exception {
    // Given
    byte[] disk = SampleDisk.bytes(size, size);
    Path raw = Files.write(folder.resolve("disk.raw"), disk);
    Path image = folder.resolve("disk.qcow2");
    List<Object> command = new ArrayList<>(List.of("convert", "-f", "raw", "-O", "qcow2"));
    command.addAll(List.of(more));
    command.addAll(List.of("-o", "extended_l2=on," + options, raw, image));
    QemuImg.run(command.toArray());

    // Then
    assertThat(Converting.toRaw(Files.readAllBytes(image), DiskFormat.QCOW2)).isEqualTo(disk);
  }

  /** What it leaves in an image that was written to here and there, over and over. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8388608  | cluster_size=16k",
        "16777728 | cluster_size=16k,compression_type=zstd",
        "8000000  | cluster_size=64k",
        "20971520 | cluster_size=64k,compression_type=zstd",
        "8000000  | cluster_size=128k,lazy_refcounts=on",
        "33554944 | cluster_size=2M",
        "40000000 | cluster_size=2M,compression_type=zstd",
      })
  void ofADiskThatWasInUse(int size, String options) throws Exception {
    // Given
    Path image = folder.resolve("disk.qcow2");
    QemuImg.run("create", "-f", "qcow2", "-o", "extended_l2=on," + options, image, size);
    QemuImg.io(use(image, size / 512 * 512).toArray());
    Path theirs = folder.resolve("theirs.raw");
    QemuImg.run("convert", "-f", "qcow2", "-O", "raw", image, theirs);

    // When
    byte[] ours = Converting.toRaw(Files.readAllBytes(image), DiskFormat.QCOW2);
    Path rewritten = folder.resolve("ours.qcow2");
    Inspection found;
    try (FileSource source = FileSource.open(image);
        var stream = Files.newOutputStream(rewritten)) {
      found = FormatInspector.inspect(source);
      Converter.convert(
          source, DiskFormat.QCOW2, OutputFormat.QCOW2, stream::write, (done, total) -> {});
    }

    // Then
    assertThat(ours).isEqualTo(Files.readAllBytes(theirs));
    QemuImg.run("check", "-f", "qcow2", rewritten);
    QemuImg.compare(theirs, "raw", rewritten, "qcow2");
    assertThat(found)
        .isInstanceOfSatisfying(
            Inspection.Accepted.class,
            accepted -> assertThat(accepted.virtualSize()).hasValue(ours.length));
  }

  /** Some is packed; then parts, clusters and more are written, zeroed and given back. */
  private static List<Object> use(Path image, int size) {
    Random random = new Random(size);
    List<Object> commands = new ArrayList<>(List.of("-f", "qcow2", "-d", "unmap"));
    for (int at = 0; at <= size - LARGEST_CLUSTER; at += 2 * LARGEST_CLUSTER) {
      commands.addAll(List.of("-c", "write -c -P 200 %d %d".formatted(at, LARGEST_CLUSTER)));
    }
    for (int i = 0; i < WRITES; i++) {
      int length = 512 * (1 + random.nextInt(1 << random.nextInt(11)));
      int from = random.nextInt((size - length) / 512) * 512;
      String verb =
          switch (random.nextInt(6)) {
            case 0 -> "write -z";
            case 1 -> "write -z -u";
            case 2 -> "discard";
            default -> "write -P " + i;
          };
      commands.addAll(List.of("-c", "%s %d %d".formatted(verb, from, length)));
    }
    commands.add(image);
    return commands;
  }
}
