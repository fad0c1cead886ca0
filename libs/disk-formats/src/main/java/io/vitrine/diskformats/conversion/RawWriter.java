package io.vitrine.diskformats.conversion;

import io.vitrine.diskformats.ByteSink;
import io.vitrine.diskformats.DiskWriter;
import java.io.IOException;

/** Writes the disk as it is, zeros included. */
public record RawWriter(long outputSize, ByteSink sink) implements DiskWriter {

  @Override
  public void begin() {}

  @Override
  public void data(byte[] bytes, int offset, int length) throws IOException {
    sink.write(bytes, offset, length);
  }

  @Override
  public void zeros(long count) throws IOException {
    sink.writeZeros(count);
  }
}
