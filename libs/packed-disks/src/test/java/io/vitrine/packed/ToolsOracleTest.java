package io.vitrine.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.inspection.FormatInspector;
import io.vitrine.diskformats.inspection.Inspection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the programs that people use have packed, where they are installed. */
class ToolsOracleTest {
  private static final byte[] DISK = Samples.disk(1_500_003);

  @TempDir Path folder;

  @BeforeEach
  void writeTheDisk() throws IOException {
    Files.write(folder.resolve("disk.img"), DISK);
  }

  @ParameterizedTest
  @CsvSource({
    "gzip, gzip -k disk.img, disk.img.gz",
    "gzip, gzip -k -1 disk.img, disk.img.gz",
    "gzip, pigz -k -b 128 disk.img, disk.img.gz",
    "xz, xz -k -0 disk.img, disk.img.xz",
    "xz, xz -k -0 --block-size=1MiB --check=sha256 disk.img, disk.img.xz",
    "xz, xz -k -0 --check=none --x86 --delta --lzma2 disk.img, disk.img.xz",
    "zstd, zstd -k disk.img, disk.img.zst",
    "zstd, zstd -k -19 --long=27 disk.img, disk.img.zst",
    "zstd, pzstd -k disk.img, disk.img.zst",
    "bzip2, bzip2 -k disk.img, disk.img.bz2",
    "bzip2, pbzip2 -k -b1 disk.img, disk.img.bz2",
    "zip, zip -q disk.zip disk.img, disk.zip",
    "zip, zip -q -0 disk.zip disk.img, disk.zip",
    "zip, zip -q -fz disk.zip disk.img, disk.zip",
    "zip, zip -q -fd disk.zip disk.img, disk.zip"
  })
  void unpacksWhatTheyPack(String name, String command, String file) throws Exception {
    // Given
    run(command.split(" "));
    byte[] packed = Files.readAllBytes(folder.resolve(file));
    Packing packing = Packing.of(packed, packed.length).orElseThrow();

    // When / Then
    assertThat(packing).hasToString(name);
    assertThat(Samples.unpack(packing, packed)).isEqualTo(DISK);
  }

  @Test
  void unpacksAZipThatWasWrittenThroughPipes() throws Exception {
    // Given
    run("sh", "-c", "cat disk.img | zip -q - - | cat > piped.zip");

    // When / Then
    assertThat(Samples.unpack(Packing.ZIP, Files.readAllBytes(folder.resolve("piped.zip"))))
        .isEqualTo(DISK);
  }

  @ParameterizedTest
  @CsvSource({"gnu", "ustar", "pax", "v7"})
  void opensAnOvaOfADiskThatQemuMade(String format) throws Exception {
    // Given
    run(
        "qemu-img",
        "convert",
        "-f",
        "raw",
        "-O",
        "vmdk",
        "-o",
        "subformat=streamOptimized",
        "disk.img",
        "machine-disk1.vmdk");
    long size = Files.size(folder.resolve(OvaSample.DISK));
    String ovf = new OvaSample().with("ovf:size=\"3000\"", "ovf:size=\"" + size + "\"").ovf();
    Files.writeString(folder.resolve("machine.ovf"), ovf);
    run("tar", "--format=" + format, "-cf", "m.ova", "machine.ovf", OvaSample.DISK);
    Bytes bytes = new Bytes(Files.readAllBytes(folder.resolve("m.ova")));

    // When
    Ova ova = Ova.open(bytes);

    // Then
    assertThat(FormatInspector.inspect(ova.disk()))
        .isInstanceOfSatisfying(
            Inspection.Accepted.class,
            accepted -> assertThat(accepted.format()).isEqualTo(DiskFormat.VMDK));
  }

  private void run(String... command) throws Exception {
    assumeTrue(isInstalled(command[0]), command[0] + " is not installed");
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    try (InputStream said = process.getInputStream()) {
      String text = new String(said.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(text).isZero();
    }
  }

  private static boolean isInstalled(String program) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", "command -v \"$0\" > /dev/null", program)
            .start()
            .waitFor()
        == 0;
  }
}
