package io.vitrine.packed;

import io.vitrine.diskformats.RandomAccessSource;
import java.util.Objects;

/** Bytes in memory as a source; refuses what the contract forbids its callers to ask. */
record Bytes(byte[] bytes) implements RandomAccessSource {

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public void readFully(long offset, byte[] target, int from, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    System.arraycopy(bytes, (int) offset, target, from, length);
  }
}
