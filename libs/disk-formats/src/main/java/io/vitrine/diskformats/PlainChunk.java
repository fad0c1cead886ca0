package io.vitrine.diskformats;

import java.io.IOException;

/** A chunk as it is, for writers that need nothing prepared. */
public final class PlainChunk {
  private final byte[] bytes;
  private final int length;

  public PlainChunk(byte[] bytes, int length) {
    this.bytes = bytes;
    this.length = length;
  }

  public int length() {
    return length;
  }

  /** Writes so many bytes from an offset in the chunk on. */
  public void write(int from, int count, ByteSink sink) throws IOException {
    sink.write(bytes, from, count);
  }
}
