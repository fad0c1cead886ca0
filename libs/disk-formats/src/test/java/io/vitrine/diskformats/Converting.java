package io.vitrine.diskformats;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.diskformats.conversion.Converter;
import io.vitrine.diskformats.conversion.OutputFormat;
import java.io.IOException;

/** Converts images that are in memory. */
public final class Converting {

  private Converting() {}

  public static byte[] toRaw(byte[] image, DiskFormat from)
      throws IOException, InterruptedException {
    CollectingSink sink = new CollectingSink();
    Converter.convert(new MemorySource(image), from, OutputFormat.RAW, sink, (done, total) -> {});
    return sink.bytes();
  }

  /** What reads the same bytes again and again would take as long as the disk is large. */
  public static void assertReadTooOften(byte[] image, DiskFormat from) {
    assertThatThrownBy(() ->
            Converter.convert(
                new MemorySource(image),
                from,
                OutputFormat.RAW,
                (bytes, offset, length) -> {},
                (done, total) -> {}))
        .isInstanceOf(DiskFormatException.class)
        .hasMessageContaining("too many times");
  }
}
