package io.vitrine.diskformats.vhdx;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The CRC-32C that a header, a table or an entry of the log has of itself, behind its signature.
 */
final class Checksum {
  private static final int AT = 4;

  private Checksum() {}

  /** Whether a part of an image is there and has the checksum that it says. */
  static boolean holds(ByteBuffer in, int at, int length) {
    return VhdxFront.has(in, at, length)
        && (int) begin(in.slice(at, length)).getValue() == in.getInt(at + AT);
  }

  /** Puts the checksum into what begins at the buffer's begin and ends with it. */
  static void seal(ByteBuffer part) {
    part.putInt(AT, (int) begin(part).getValue());
  }

  /**
   * Sums up a part, or the front of one that goes on in another buffer. Its checksum counts as
   * zeros.
   */
  static CRC32C begin(ByteBuffer part) {
    CRC32C sum = new CRC32C();
    sum.update(part.slice(0, AT));
    sum.update(new byte[Integer.BYTES]);
    sum.update(part.slice(AT + Integer.BYTES, part.limit() - AT - Integer.BYTES));
    return sum;
  }
}
