package io.vitrine.diskformats;

import java.util.Arrays;

/** Finding and making runs of zero bytes. */
public final class Zeros {
  static final byte[] BLOCK = new byte[64 * 1024];

  private Zeros() {}

  public static boolean only(byte[] bytes, int offset, int length) {
    int end = offset + length;
    for (int at = offset; at < end; ) {
      int now = Math.min(end - at, BLOCK.length);
      if (Arrays.mismatch(bytes, at, at + now, BLOCK, 0, now) >= 0) {
        return false;
      }
      at += now;
    }
    return true;
  }
}
