package io.vitrine.diskformats;

import java.io.IOException;

/** Takes the bytes of an image in order, each once, from one thread. */
public interface ByteSink {

  /** The array belongs to the caller again when this returns. */
  void write(byte[] bytes, int offset, int length) throws IOException;

  /** Appends zeros; a sink that can do this without moving them overrides it. */
  default void writeZeros(long count) throws IOException {
    for (long left = count; left > 0; ) {
      int now = (int) Math.min(left, Zeros.BLOCK.length);
      write(Zeros.BLOCK, 0, now);
      left -= now;
    }
  }

  /**
   * Leaves room for the first bytes, which {@link #putHead} brings after all others. Comes before
   * anything else, and only from conversions that say so.
   */
  default void reserveHead(int length) throws IOException {
    throw new UnsupportedOperationException("this sink takes bytes in order only");
  }

  /** Fills that room, all of it, as the last call. */
  default void putHead(byte[] head) throws IOException {
    throw new UnsupportedOperationException("this sink takes bytes in order only");
  }
}
