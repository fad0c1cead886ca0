package io.vitrine.diskformats.qcow2;

import java.nio.ByteBuffer;

/**
 * The header of an image that we write: version 3, clusters of 64 KiB, refcounts of 16 bits.
 *
 * @param virtualSize whole sectors
 * @param l1At offset, as {@code refcountTableAt}
 * @param refcountTable clusters of it
 */
record NewHeader(
    long virtualSize,
    Compression compression,
    int l1Entries,
    long l1At,
    long refcountTableAt,
    int refcountTable) {

  /** In an entry of a table: what it names is used once. */
  static final long COPIED = 1L << 63;

  private static final int LENGTH = 104;

  /** With the kind of packing; without it, that is deflate. */
  private static final int LONGER_LENGTH = 112;

  private static final byte ZSTD = 1;
  private static final int REFCOUNT_ORDER = 4;

  /** Into an image's first cluster. */
  void put(ByteBuffer cluster) {
    cluster.putInt(0, Qcow2Header.MAGIC);
    cluster.putInt(4, 3);
    cluster.putInt(20, DataMap.CLUSTER_BITS);
    cluster.putLong(24, virtualSize);
    cluster.putInt(36, l1Entries);
    cluster.putLong(40, l1At);
    cluster.putLong(48, refcountTableAt);
    cluster.putInt(56, refcountTable);
    cluster.putInt(96, REFCOUNT_ORDER);
    cluster.putInt(100, LENGTH);
    if (compression == Compression.ZSTD) {
      cluster.putLong(72, Qcow2Header.COMPRESSION_TYPE);
      cluster.putInt(100, LONGER_LENGTH);
      cluster.put(104, ZSTD);
    }
  }
}
