package io.vitrine.packed;

import io.vitrine.diskformats.RandomAccessSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a disk may be compressed, told by the first bytes and never by a name. */
public enum Packing {
  GZIP,
  XZ,
  ZSTD,
  BZIP2,
  ZIP;

  /** So many of the first bytes are enough. */
  public static final int HEAD_BYTES = 64 << 10;

  private static final byte[] GZIP_WITH_DEFLATE = bytes("1f8b08");
  private static final byte[] XZ_MAGIC = bytes("fd377a585a00");
  private static final byte[] BZIP2_MAGIC = bytes("425a68");
  private static final byte[] BZIP2_BLOCK = bytes("314159265359");
  private static final byte[] BZIP2_END = bytes("177245385090");
  private static final byte[] ZIP_ENTRY = bytes("504b0304");
  private static final byte[] ZIP_WITHOUT_ENTRIES = bytes("504b0506");

  /**
   * By the first bytes alone; {@link #HEAD_BYTES} of them, or all that there are.
   *
   * @return empty for what is not packed, as far as these bytes tell
   */
  public static Optional<Packing> of(byte[] head, int length) {
    return Optional.ofNullable(find(head, length));
  }

  private static @Nullable Packing find(byte[] head, int length) {
    if (startsWith(head, length, 0, GZIP_WITH_DEFLATE)) {
      return GZIP;
    }
    if (startsWith(head, length, 0, XZ_MAGIC)) {
      return XZ;
    }
    if (startsWith(head, length, 0, ZIP_ENTRY)
        || startsWith(head, length, 0, ZIP_WITHOUT_ENTRIES)) {
      return ZIP;
    }
    if (isBzip2(head, length)) {
      return BZIP2;
    }
    return isZstd(head, length) ? ZSTD : null;
  }

  /** The same, having read these bytes. */
  public static Optional<Packing> of(RandomAccessSource source) throws IOException {
    byte[] head = new byte[(int) Math.min(HEAD_BYTES, source.size())];
    if (head.length > 0) {
      source.readFully(0, head, 0, head.length);
    }
    return of(head, head.length);
  }

  /** Some writers put frames that are to be skipped before the first one with data. */
  private static boolean isZstd(byte[] head, int length) {
    ByteBuffer bytes = ByteBuffer.wrap(head, 0, length).order(ByteOrder.LITTLE_ENDIAN);
    long at = 0;
    while (at + 2 * Integer.BYTES <= length) {
      int magic = bytes.getInt((int) at);
      if (magic == ZstdStream.FRAME) {
        return true;
      }
      if (!ZstdStream.isSkippable(magic)) {
        return false;
      }
      at += 2 * Integer.BYTES + Integer.toUnsignedLong(bytes.getInt((int) at + Integer.BYTES));
    }
    return false;
  }

  private static boolean isBzip2(byte[] head, int length) {
    int level = BZIP2_MAGIC.length;
    return startsWith(head, length, 0, BZIP2_MAGIC)
        && length > level
        && head[level] >= '1'
        && head[level] <= '9'
        && (startsWith(head, length, level + 1, BZIP2_BLOCK)
            || startsWith(head, length, level + 1, BZIP2_END));
  }

  private static boolean startsWith(byte[] head, int length, int at, byte[] magic) {
    return length >= at + magic.length
        && Arrays.equals(head, at, at + magic.length, magic, 0, magic.length);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
