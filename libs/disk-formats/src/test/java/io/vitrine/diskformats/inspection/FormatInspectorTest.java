package io.vitrine.diskformats.inspection;

import static io.vitrine.diskformats.inspection.DiskSamples.UNCHANGED;
import static io.vitrine.diskformats.inspection.DiskSamples.VIRTUAL_SIZE;
import static io.vitrine.diskformats.inspection.Inspecting.accepted;
import static io.vitrine.diskformats.inspection.Inspecting.assertRefused;
import static io.vitrine.diskformats.inspection.Inspecting.inspect;
import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.qcow2.SmallImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
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
    byte[] image = DiskSamples.qcow2(disk -> disk.putLong(8, 0x1000));
    FormatInspector inspector = new FormatInspector();

    // When
    inspector.feed(ByteBuffer.wrap(image, 0, 65_536));

    // Then
    assertThat(inspector.early("qcow2"))
        .contains(new Inspection.Refused("qcow2: backing files are not allowed"));
  }

  @Test
  void seesTheParentOfAVhdxBeforeItHasArrivedWhole() {
    // Given
    byte[] image = DiskSamples.vhdx(disk -> disk.putInt(DiskSamples.VHDX_ITEMS + 4, 2));
    FormatInspector inspector = new FormatInspector();

    // When
    inspector.feed(ByteBuffer.wrap(image, 0, DiskSamples.VHDX_METADATA + (128 << 10)));

    // Then
    assertThat(inspector.early("vhdx"))
        .contains(new Inspection.Refused("vhdx: disks with a parent are not allowed"));
  }

  @Test
  void seesTheLogOfAVhdxBeforeItHasArrivedWhole() {
    // Given
    byte[] image = DiskSamples.vhdx(disk -> disk.put((128 << 10) + 48, (byte) 1));
    FormatInspector inspector = new FormatInspector();

    // When
    inspector.feed(ByteBuffer.wrap(image, 0, 1 << 20));

    // Then
    assertThat(inspector.early("vhdx")).contains(Inspecting.toConvert());
  }

  /** It is for a conversion to judge what is in there; nobody else may look. */
  @ParameterizedTest
  @CsvSource({"vhdx, true", "raw, false", "vhd, false", "ami, false"})
  @Tag("attack")
  @Tag("OSSA-2026-002")
  void leavesAVhdxWithChangesInItsLogToConversionsOnly(String declared, boolean toConvert) {
    // Given
    Inspection found = inspect(DiskSamples.vhdx(disk -> disk.put((128 << 10) + 48, (byte) 1)));

    // When / Then
    assertThat(found.checkAgainst(declared))
        .isInstanceOf(toConvert ? Inspection.ToConvert.class : Inspection.Refused.class);
  }

  @Test
  void waitsForTheEndOfWhatMayBeAFixedVhd() {
    // Given
    byte[] image = DiskSamples.fixedVhd(UNCHANGED);
    FormatInspector inspector = new FormatInspector();

    // When
    inspector.feed(image, 0, 65_536);

    // Then
    assertThat(inspector.early("vhd")).isEmpty();
    assertThat(inspector.early("raw")).contains(accepted(DiskFormat.RAW, 65_536, 65_536));
    inspector.feed(image, 65_536, 512);
    assertThat(inspector.finish(image.length))
        .isEqualTo(accepted(DiskFormat.VHD, 65_536, image.length));
  }

  @Test
  void doesNotWaitForTheEndOfWhatIsNoVhd() {
    // Given
    byte[] image = DiskSamples.iso(UNCHANGED);
    FormatInspector inspector = new FormatInspector();

    // When
    inspector.feed(image, 0, 65_536);

    // Then
    assertThat(inspector.early("vhd")).contains(accepted(DiskFormat.ISO, VIRTUAL_SIZE, 65_536));
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2026-002")
  void refusesQed() {
    assertRefused(DiskSamples.qed(), "not allowed");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2026-002")
  void refusesTwoFormatsAtOnce() {
    // Given
    byte[] image = SmallImage.bytes();
    System.arraycopy("CD001".getBytes(StandardCharsets.US_ASCII), 0, image, 32_769, 5);

    // When / Then
    assertRefused(image, "several formats at once: qcow2, iso");
  }

  @ParameterizedTest
  @CsvSource({
    "qcow2, qcow2",
    "raw,   raw",
    "vmdk,  'the image is declared as vmdk, but its bytes are qcow2'",
    "ami,   'the image is declared as ami, but its bytes are qcow2'",
  })
  @Tag("attack")
  @Tag("OSSA-2026-002")
  void comparesQcow2BytesWithWhatWasDeclared(String declared, String outcome) {
    assertThat(outcome(inspect(SmallImage.bytes()).checkAgainst(declared))).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "raw,   raw",
    "qcow2, 'the image is declared as qcow2, but its bytes are not'",
    "vhdx,  'the image is declared as vhdx, but its bytes are not'",
    "vhd,   'the image is declared as vhd, but its bytes are not'",
    "ami,   raw",
    "ploop, 'the image is declared as ploop, but its bytes are not'",
  })
  @Tag("attack")
  @Tag("OSSA-2026-002")
  void comparesUnknownBytesWithWhatWasDeclared(String declared, String outcome) {
    assertThat(outcome(inspect(new byte[512]).checkAgainst(declared))).isEqualTo(outcome);
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2026-002")
  void refusesDangerousBytesDeclaredAsRawToo() {
    byte[] image = DiskSamples.qcow2(disk -> disk.putLong(8, 0x1000));

    assertThat(inspect(image).checkAgainst("raw")).isInstanceOf(Inspection.Refused.class);
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
      case Inspection.ToConvert found -> found.reason();
      case Inspection.Refused refused -> refused.reason();
    };
  }
}
