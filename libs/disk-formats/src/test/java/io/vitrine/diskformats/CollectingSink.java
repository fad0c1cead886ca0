package io.vitrine.diskformats;

import java.io.ByteArrayOutputStream;

/** Keeps what it gets in memory. */
public final class CollectingSink implements ByteSink {
  private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
  private byte[] head = {};

  @Override
  public void write(byte[] bytes, int offset, int length) {
    collected.write(bytes, offset, length);
  }

  @Override
  public void reserveHead(int length) {
    collected.write(new byte[length], 0, length);
  }

  @Override
  public void putHead(byte[] bytes) {
    head = bytes.clone();
  }

  public byte[] bytes() {
    byte[] all = collected.toByteArray();
    System.arraycopy(head, 0, all, 0, head.length);
    return all;
  }
}
