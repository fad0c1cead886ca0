package io.vitrine.diskformats;

import java.io.ByteArrayOutputStream;

/** Keeps what it gets in memory. */
public final class CollectingSink implements ByteSink {
  private final ByteArrayOutputStream collected = new ByteArrayOutputStream();

  @Override
  public void write(byte[] bytes, int offset, int length) {
    collected.write(bytes, offset, length);
  }

  public byte[] bytes() {
    return collected.toByteArray();
  }
}
