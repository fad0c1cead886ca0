package io.vitrine.local.bench;

import java.io.InputStream;
import java.util.Objects;
import java.util.Random;

/** Bytes that do not compress, made faster than any transfer: one random block, over and over. */
final class PatternStream extends InputStream {
  private static final byte[] BLOCK = new byte[1 << 22];

  static {
    new Random(42).nextBytes(BLOCK);
  }

  private final long size;
  private long at;

  PatternStream(long size) {
    this.size = size;
  }

  @Override
  public int read() {
    return at >= size ? -1 : BLOCK[Math.toIntExact(at++ % BLOCK.length)] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (at >= size) {
      return -1;
    }
    int from = Math.toIntExact(at % BLOCK.length);
    int count = (int) Math.min(Math.min(length, BLOCK.length - from), size - at);
    System.arraycopy(BLOCK, from, target, offset, count);
    at += count;
    return count;
  }
}
