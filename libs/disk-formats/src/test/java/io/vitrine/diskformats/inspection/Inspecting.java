package io.vitrine.diskformats.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.MemorySource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** Says what an image is, having made sure that it is the same at rest and in a stream. */
final class Inspecting {
  private Inspecting() {}

  static Inspection inspect(byte[] image) {
    FormatInspector inspector = new FormatInspector();
    inspector.feed(image, 0, image.length);
    Inspection streamed = inspector.finish(image.length);
    try {
      assertThat(FormatInspector.inspect(new MemorySource(image))).isEqualTo(streamed);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return streamed;
  }

  static Inspection inspect(String image) {
    return inspect(image.getBytes(StandardCharsets.ISO_8859_1));
  }

  static void assertRefused(byte[] image, String reason) {
    assertThat(inspect(image))
        .isInstanceOfSatisfying(
            Inspection.Refused.class, refused -> assertThat(refused.reason()).contains(reason));
  }

  /** The verdict on a VHDX with changes in its log. */
  static Inspection toConvert() {
    return new Inspection.ToConvert(
        DiskFormat.VHDX, "vhdx: the image was not closed properly: there are changes in its log");
  }

  static void assertAccepted(byte[] image, DiskFormat format, long virtualSize) {
    assertThat(inspect(image)).isEqualTo(accepted(format, virtualSize, image.length));
  }

  static Inspection accepted(DiskFormat format, long virtualSize, long length) {
    return new Inspection.Accepted(format, OptionalLong.of(virtualSize), length, false);
  }
}
