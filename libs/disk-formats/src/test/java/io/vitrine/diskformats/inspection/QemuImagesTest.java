package io.vitrine.diskformats.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.FileSource;
import io.vitrine.diskformats.NeedsQemuImg;
import io.vitrine.diskformats.QemuImg;
import io.vitrine.diskformats.SampleDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images as the reference implementation writes them, good and dangerous ones. */
@NeedsQemuImg
class QemuImagesTest {
  private static final int SIZE = 5 << 20;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "qcow2, compat=0.10,                 qcow2",
    "qcow2, compat=1.1,                  qcow2",
    "qcow2, compression_type=zstd,       qcow2",
    "vmdk,  subformat=monolithicSparse,  vmdk",
    "vmdk,  subformat=streamOptimized,   vmdk",
    "qcow2, 'extended_l2=on,cluster_size=128k', qcow2",
    "qcow2, cluster_size=2M,             qcow2",
    "vpc,   'subformat=dynamic,force_size=on', vhd",
    "vpc,   'subformat=fixed,force_size=on', vhd",
    "vhdx,  subformat=dynamic,           vhdx",
    "vhdx,  subformat=fixed,             vhdx",
    "vdi,   static=off,                  vdi",
    "vdi,   static=on,                   vdi",
    "parallels, cluster_size=1M,         ploop",
    "parallels, cluster_size=64k,        ploop",
  })
  void recognisesFormatAndVirtualSize(String qemuName, String options, String wireName)
      throws Exception {
    // Given
    Path raw = Files.write(folder.resolve("disk.raw"), SampleDisk.bytes(SIZE, 3));
    Path image = folder.resolve("image");
    QemuImg.run("convert", "-f", "raw", "-O", qemuName, "-o", options, raw, image);

    // When
    Inspection found = inspect(image);

    // Then
    DiskFormat format = DiskFormat.fromWireName(wireName).orElseThrow();
    assertThat(found)
        .isEqualTo(
            new Inspection.Accepted(format, OptionalLong.of(SIZE), Files.size(image), false));
  }

  @ParameterizedTest
  @CsvSource({
    "qcow2, compat=1.1, backing files",
    "qed,   cluster_size=65536, not allowed",
    "vmdk,  subformat=monolithicSparse, with a parent",
  })
  @Tag("attack")
  @Tag("OSSA-2015-014")
  void refusesImagesThatNeedAnother(String format, String options, String reason) throws Exception {
    // Given
    Path base = folder.resolve("base");
    QemuImg.run("create", "-f", format, base, "5M");
    Path image = folder.resolve("image");
    QemuImg.run("create", "-f", format, "-o", options, "-b", base, "-F", format, image);

    // When
    Inspection found = inspect(image);

    // Then
    assertThat(found)
        .isInstanceOfSatisfying(
            Inspection.Refused.class, refused -> assertThat(refused.reason()).contains(reason));
  }

  /** Such sizes are rounded up to whole cylinders. */
  @ParameterizedTest
  @ValueSource(strings = {"dynamic", "fixed"})
  void tellsTheSizeOfAVhdAsItsMakerDoes(String subformat) throws Exception {
    // Given
    Path image = folder.resolve("image");
    QemuImg.run("create", "-f", "vpc", "-o", "subformat=" + subformat, image, "5M");

    // When / Then
    assertThat(inspect(image))
        .isEqualTo(
            new Inspection.Accepted(
                DiskFormat.VHD,
                OptionalLong.of(QemuImg.virtualSize(image, "vpc")),
                Files.size(image),
                false));
  }

  @ParameterizedTest
  @CsvSource({
    "luks, 'key-secret=s,iter-time=10', luks",
    "qcow2, 'encrypt.format=luks,encrypt.key-secret=s,encrypt.iter-time=10', qcow2"
  })
  void acceptsEncryptedDisks(String format, String options, String wireName) throws Exception {
    // Given
    Path image = folder.resolve("image");
    String secret = "secret,id=s,data=test";
    QemuImg.run("create", "-f", format, "--object", secret, "-o", options, image, "5M");

    // When / Then
    assertThat(inspect(image))
        .isEqualTo(
            new Inspection.Accepted(
                DiskFormat.fromWireName(wireName).orElseThrow(),
                OptionalLong.of(SIZE),
                Files.size(image),
                false));
  }

  @Test
  void acceptsSnapshotsAndBitmaps() throws Exception {
    // Given
    Path image = folder.resolve("image");
    QemuImg.run("create", "-f", "qcow2", image, "5M");
    QemuImg.run("bitmap", "--add", image, "changes");
    QemuImg.run("snapshot", "-c", "before", image);

    // When / Then
    assertThat(inspect(image)).isInstanceOf(Inspection.Accepted.class);
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2024-001")
  void refusesADataFile() throws Exception {
    // Given
    Path image = folder.resolve("image");
    QemuImg.run("create", "-f", "qcow2", "-o", "data_file=" + folder.resolve("data"), image, "5M");

    // When / Then
    assertThat(inspect(image))
        .isEqualTo(new Inspection.Refused("qcow2: external data files are not allowed"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"monolithicFlat", "twoGbMaxExtentSparse", "twoGbMaxExtentFlat"})
  @Tag("attack")
  @Tag("OSSA-2023-002")
  void refusesDescriptorsOfOtherFiles(String subformat) throws Exception {
    // Given
    Path image = folder.resolve("image.vmdk");
    QemuImg.run("create", "-f", "vmdk", "-o", "subformat=" + subformat, image, "5M");

    // When / Then
    assertThat(inspect(image))
        .isEqualTo(
            new Inspection.Refused(
                "vmdk: a descriptor (%s) without its data is not an image".formatted(subformat)));
  }

  private static Inspection inspect(Path image) throws IOException {
    byte[] bytes = Files.readAllBytes(image);
    FormatInspector inspector = new FormatInspector();
    for (int at = 0; at < bytes.length; at += 10_007) {
      inspector.feed(bytes, at, Math.min(10_007, bytes.length - at));
    }
    Inspection streamed = inspector.finish(bytes.length);
    try (FileSource source = FileSource.open(image)) {
      assertThat(FormatInspector.inspect(source)).isEqualTo(streamed);
    }
    return streamed;
  }
}
