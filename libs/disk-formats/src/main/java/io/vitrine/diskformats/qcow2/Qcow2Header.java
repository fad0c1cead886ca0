package io.vitrine.diskformats.qcow2;

import io.vitrine.diskformats.DiskFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The header of an image that may be read: what is dangerous, damaged or not understood is refused
 * while parsing, so holding one means that the checks have passed.
 */
public record Qcow2Header(
    int version,
    int clusterBits,
    long virtualSize,
    long l1Offset,
    int l1Entries,
    long refcountTableOffset,
    int refcountTableClusters,
    Compression compression) {

  public static final int MAGIC = 0x514649fb;

  /** Enough of an image's front for {@link #parse}: the longest header that is accepted. */
  public static final int HEAD_BYTES = 64 * 1024;

  private static final int V2_LENGTH = 72;
  private static final int V3_LENGTH = 104;
  private static final int MIN_CLUSTER_BITS = 9;
  private static final int MAX_CLUSTER_BITS = 21;
  private static final int MAX_L1_BYTES = 32 << 20;
  private static final int MAX_REFCOUNT_TABLE_BYTES = 8 << 20;
  private static final int MAX_REFCOUNT_ORDER = 6;
  private static final long MAX_VIRTUAL_SIZE = 1L << 50;

  private static final long CORRUPT = 1L << 1;
  private static final long EXTERNAL_DATA = 1L << 2;
  private static final long COMPRESSION_TYPE = 1L << 3;
  private static final long EXTENDED_L2 = 1L << 4;
  private static final long DIRTY = 1L;
  private static final long UNDERSTOOD = DIRTY | COMPRESSION_TYPE;

  private static final int EXTENSION_END = 0;
  private static final int EXTENSION_DATA_FILE = 0x44415441;

  public static boolean matches(byte[] head, int length) {
    return length >= 4 && ByteBuffer.wrap(head, 0, 4).getInt() == MAGIC;
  }

  /**
   * Reads the header and refuses what must not be read.
   *
   * @param head the image's first bytes: {@link #HEAD_BYTES} of them, or the whole image if it is
   *     shorter
   */
  public static Qcow2Header parse(byte[] head, int length) throws DiskFormatException {
    if (!matches(head, length)) {
      throw new DiskFormatException("not a qcow2 image");
    }
    require(length >= V2_LENGTH, "qcow2: the header is cut short");
    ByteBuffer in = ByteBuffer.wrap(head, 0, length).order(ByteOrder.BIG_ENDIAN);
    int version = in.getInt(4);
    require(version == 2 || version == 3, "qcow2: version %d is not supported".formatted(version));
    require(in.getLong(8) == 0, "qcow2: backing files are not allowed");
    require(in.getInt(16) == 0, "qcow2: a backing file name is not allowed");
    int clusterBits = in.getInt(20);
    require(
        clusterBits >= MIN_CLUSTER_BITS && clusterBits <= MAX_CLUSTER_BITS,
        "qcow2: cluster_bits %d is not between %d and %d"
            .formatted(clusterBits, MIN_CLUSTER_BITS, MAX_CLUSTER_BITS));
    require(in.getInt(32) == 0, "qcow2: encrypted images are not supported");

    Compression compression = Compression.DEFLATE;
    int headerLength = V2_LENGTH;
    if (version == 3) {
      require(length >= V3_LENGTH, "qcow2: the header is cut short");
      headerLength = in.getInt(100);
      require(
          headerLength >= V3_LENGTH && headerLength % 8 == 0 && headerLength <= 1 << clusterBits,
          "qcow2: header length %d is not valid".formatted(headerLength));
      compression = compression(in, headerLength, length);
      int refcountOrder = in.getInt(96);
      require(
          refcountOrder >= 0 && refcountOrder <= MAX_REFCOUNT_ORDER,
          "qcow2: refcount_order %d is not valid".formatted(refcountOrder));
    }
    checkExtensions(in, headerLength, Math.min(length, 1 << clusterBits));

    Qcow2Header header =
        new Qcow2Header(
            version,
            clusterBits,
            in.getLong(24),
            in.getLong(40),
            in.getInt(36),
            in.getLong(48),
            in.getInt(56),
            compression);
    header.checkTables();
    return header;
  }

  private static Compression compression(ByteBuffer in, int headerLength, int length)
      throws DiskFormatException {
    long incompatible = in.getLong(72);
    require((incompatible & CORRUPT) == 0, "qcow2: the image is marked as corrupt");
    require((incompatible & EXTERNAL_DATA) == 0, "qcow2: external data files are not allowed");
    require((incompatible & EXTENDED_L2) == 0, "qcow2: subclusters (extended L2) not supported");
    require(
        (incompatible & ~UNDERSTOOD) == 0,
        "qcow2: unknown incompatible features 0x%x".formatted(incompatible & ~UNDERSTOOD));
    int type = 0;
    if (headerLength > V3_LENGTH) {
      require(length > V3_LENGTH, "qcow2: the header is cut short");
      type = in.get(V3_LENGTH) & 0xff;
    }
    require(
        (incompatible & COMPRESSION_TYPE) != 0 == (type != 0),
        "qcow2: the compression type %d contradicts the feature bits".formatted(type));
    return switch (type) {
      case 0 -> Compression.DEFLATE;
      case 1 -> Compression.ZSTD;
      default -> throw new DiskFormatException("qcow2: unknown compression type " + type);
    };
  }

  /** The data-file extension counts even without its feature bit: nobody honest writes that. */
  private static void checkExtensions(ByteBuffer in, int start, int end)
      throws DiskFormatException {
    for (long at = start; at + 8 <= end; ) {
      int type = in.getInt((int) at);
      long size = Integer.toUnsignedLong(in.getInt((int) at + 4));
      if (type == EXTENSION_END) {
        return;
      }
      require(type != EXTENSION_DATA_FILE, "qcow2: external data files are not allowed");
      require(size <= end - at - 8, "qcow2: a header extension runs past the header");
      at += 8 + (size + 7) / 8 * 8;
    }
  }

  private void checkTables() throws DiskFormatException {
    require(
        virtualSize >= 0 && virtualSize <= MAX_VIRTUAL_SIZE,
        "qcow2: the virtual size %s is not sane".formatted(Long.toUnsignedString(virtualSize)));
    require(
        l1Entries >= 0 && l1Entries <= MAX_L1_BYTES / Long.BYTES,
        "qcow2: the L1 table is too large: %s entries"
            .formatted(Integer.toUnsignedString(l1Entries)));
    require(
        l1Entries >= l1EntriesInUse(),
        "qcow2: the L1 table is too small for the virtual size %d".formatted(virtualSize));
    require(isClusterOffset(l1Offset), "qcow2: the L1 table is misplaced");
    require(
        isClusterOffset(refcountTableOffset)
            && refcountTableClusters >= 0
            && (long) refcountTableClusters << clusterBits <= MAX_REFCOUNT_TABLE_BYTES,
        "qcow2: the refcount table is misplaced");
  }

  /** Checks what only the image's length can tell. */
  public void checkFits(long imageLength) throws DiskFormatException {
    require(
        l1Offset <= imageLength && (long) l1EntriesInUse() * Long.BYTES <= imageLength - l1Offset,
        "qcow2: the image is cut short: its L1 table lies beyond its end");
    require(
        refcountTableOffset <= imageLength,
        "qcow2: the image is cut short: its refcount table lies beyond its end");
  }

  public int clusterSize() {
    return 1 << clusterBits;
  }

  /** How many guest bytes one L2 table describes. */
  long bytesPerL2Table() {
    return 1L << (2 * clusterBits - 3);
  }

  int l1EntriesInUse() {
    return Math.toIntExact(
        Math.min(Integer.MAX_VALUE, Math.ceilDiv(virtualSize, bytesPerL2Table())));
  }

  private boolean isClusterOffset(long offset) {
    return offset >= 0 && (offset & (clusterSize() - 1)) == 0;
  }

  private static void require(boolean holds, String message) throws DiskFormatException {
    if (!holds) {
      throw new DiskFormatException(message);
    }
  }
}
