package io.vitrine.packed;

import io.vitrine.diskformats.RandomAccessSource;
import java.io.IOException;
import java.util.Objects;

/** A stretch of a source as a source of its own. */
record SourceWindow(RandomAccessSource whole, long offset, long size)
    implements RandomAccessSource {

  SourceWindow {
    Objects.checkFromIndexSize(offset, size, whole.size());
  }

  @Override
  public void readFully(long from, byte[] target, int at, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, size);
    whole.readFully(offset + from, target, at, length);
  }

  byte[] readAll() throws IOException {
    byte[] bytes = new byte[Math.toIntExact(size)];
    if (bytes.length > 0) {
      readFully(0, bytes, 0, bytes.length);
    }
    return bytes;
  }
}
