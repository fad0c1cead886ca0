package io.vitrine.diskformats.qcow2;

import io.vitrine.diskformats.CollectingSink;
import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.MemorySource;
import io.vitrine.diskformats.SampleDisk;
import io.vitrine.diskformats.conversion.Converter;
import io.vitrine.diskformats.conversion.OutputFormat;

/** A good image of our own, for tests to spoil. */
public final class SmallImage {
  public static final int VIRTUAL_SIZE = 2_000_384;

  private SmallImage() {}

  public static byte[] disk() {
    return SampleDisk.bytes(VIRTUAL_SIZE, 42);
  }

  public static byte[] bytes() {
    CollectingSink sink = new CollectingSink();
    try {
      Converter.convert(
          new MemorySource(disk()), DiskFormat.RAW, OutputFormat.QCOW2, sink, (done, total) -> {});
    } catch (java.io.IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
    return sink.bytes();
  }
}
