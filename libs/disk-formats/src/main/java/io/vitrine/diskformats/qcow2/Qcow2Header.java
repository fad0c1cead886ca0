package io.vitrine.diskformats.qcow2;

import io.vitrine.diskformats.DiskFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The header of an image that may be kept: what is dangerous, damaged or not understood is refused
 * while parsing, so holding one means that the checks have passed. Not all that may be kept can be
 * read: see {@link #checkReadable}.
 *
 * @param extendedL2 whether clusters are mapped in 32 pieces each, by L2 entries of twice the size
 * @param encrypted whether the guest's data is, with LUKS
 */
public record Qcow2Header(
    int version,
    int clusterBits,
    long virtualSize,
    long l1Offset,
    int l1Entries,
    long refcountTableOffset,
    int refcountTableClusters,
    int snapshots,
    long snapshotsOffset,
    Compression compression,
    boolean extendedL2,
    boolean encrypted,
    HeaderExtensions extensions) {

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
  private static final int MAX_SNAPSHOTS = 65_536;
  private static final int MIN_SNAPSHOT_BYTES = 40;
  private static final long MAX_VIRTUAL_SIZE = 1L << 50;

  private static final long CORRUPT = 1L << 1;
  private static final long EXTERNAL_DATA = 1L << 2;
  static final long COMPRESSION_TYPE = 1L << 3;
  private static final long EXTENDED_L2 = 1L << 4;
  private static final long DIRTY = 1L;
  private static final long UNDERSTOOD = DIRTY | COMPRESSION_TYPE | EXTENDED_L2;

  private static final int NOT_ENCRYPTED = 0;
  private static final int LUKS = 2;
  private static final int MIN_CLUSTER_BITS_OF_SUBCLUSTERS = 14;

  public static boolean matches(byte[] head, int length) {
    return length >= 4 && ByteBuffer.wrap(head, 0, 4).getInt() == MAGIC;
  }

  /**
   * Reads the header and refuses what must not be kept.
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
    int encryption = in.getInt(32);
    // The older method, AES in CBC mode, is broken, and readers have given it up.
    require(
        encryption == NOT_ENCRYPTED || encryption == LUKS,
        "qcow2: encryption method %d is not allowed, only LUKS is".formatted(encryption));

    Compression compression = Compression.DEFLATE;
    boolean extendedL2 = false;
    int headerLength = V2_LENGTH;
    if (version == 3) {
      require(length >= V3_LENGTH, "qcow2: the header is cut short");
      headerLength = in.getInt(100);
      require(
          headerLength >= V3_LENGTH && headerLength % 8 == 0 && headerLength <= 1 << clusterBits,
          "qcow2: header length %d is not valid".formatted(headerLength));
      compression = compression(in, headerLength, length);
      extendedL2 = (in.getLong(72) & EXTENDED_L2) != 0;
      int refcountOrder = in.getInt(96);
      require(
          refcountOrder >= 0 && refcountOrder <= MAX_REFCOUNT_ORDER,
          "qcow2: refcount_order %d is not valid".formatted(refcountOrder));
    }

    Qcow2Header header =
        new Qcow2Header(
            version,
            clusterBits,
            in.getLong(24),
            in.getLong(40),
            in.getInt(36),
            in.getLong(48),
            in.getInt(56),
            in.getInt(60),
            in.getLong(64),
            compression,
            extendedL2,
            encryption == LUKS,
            HeaderExtensions.parse(in, headerLength, 1 << clusterBits));
    header.checkTables();
    return header;
  }

  private static Compression compression(ByteBuffer in, int headerLength, int length)
      throws DiskFormatException {
    long incompatible = in.getLong(72);
    require((incompatible & CORRUPT) == 0, "qcow2: the image is marked as corrupt");
    require((incompatible & EXTERNAL_DATA) == 0, "qcow2: external data files are not allowed");
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
    require(
        snapshots >= 0 && snapshots <= MAX_SNAPSHOTS,
        "qcow2: there are too many snapshots: %s".formatted(Integer.toUnsignedString(snapshots)));
    require(
        snapshots == 0 || isClusterOffset(snapshotsOffset),
        "qcow2: the snapshot table is misplaced");
    require(
        !extendedL2 || clusterBits >= MIN_CLUSTER_BITS_OF_SUBCLUSTERS,
        "qcow2: clusters of %d bytes are too small for subclusters".formatted(clusterSize()));
    require(
        !encrypted || isClusterOffset(extensions.cryptoHeader().orElse(HeaderExtensions.NOWHERE)),
        "qcow2: the header of the encryption is missing or misplaced");
  }

  /** Checks what only the image's length can tell. */
  public void checkFits(long imageLength) throws DiskFormatException {
    checkFits("L1 table", l1Offset, (long) l1EntriesInUse() * Long.BYTES, imageLength);
    checkFits("refcount table", refcountTableOffset, 0, imageLength);
    if (snapshots > 0) {
      long atLeast = (long) snapshots * MIN_SNAPSHOT_BYTES;
      checkFits("snapshot table", snapshotsOffset, atLeast, imageLength);
    }
    for (HeaderExtensions.Area area : extensions.areas()) {
      checkFits(area.name(), area.offset(), area.length(), imageLength);
    }
  }

  private static void checkFits(String name, long offset, long length, long imageLength)
      throws DiskFormatException {
    require(
        offset >= 0 && offset <= imageLength && length >= 0 && length <= imageLength - offset,
        "qcow2: the image is cut short: its %s lies beyond its end".formatted(name));
  }

  /** Refuses sound images that {@link Qcow2Image} has no way to read. */
  void checkReadable() throws DiskFormatException {
    require(!encrypted, "qcow2: encrypted images cannot be read without their key");
  }

  public int clusterSize() {
    return 1 << clusterBits;
  }

  /** Bytes. */
  int l2EntrySize() {
    return extendedL2 ? 2 * Long.BYTES : Long.BYTES;
  }

  /** How many guest bytes one L2 table describes. */
  long bytesPerL2Table() {
    return (long) clusterSize() * (clusterSize() / l2EntrySize());
  }

  int l1EntriesInUse() {
    return Math.toIntExact(
        Math.min(Integer.MAX_VALUE, Math.ceilDiv(virtualSize, bytesPerL2Table())));
  }

  private boolean isClusterOffset(long offset) {
    return offset >= 0 && (offset & (clusterSize() - 1)) == 0;
  }

  static void require(boolean holds, String message) throws DiskFormatException {
    if (!holds) {
      throw new DiskFormatException(message);
    }
  }
}
