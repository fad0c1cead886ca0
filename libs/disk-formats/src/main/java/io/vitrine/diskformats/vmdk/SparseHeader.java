package io.vitrine.diskformats.vmdk;

import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.RandomAccessSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a reader needs to know of the header of a sparse extent that inspection has accepted, in
 * bytes where the file has sectors. Layout after VMware's "Virtual Disk Format 5.0" (Hosted Sparse
 * Extent Header), flags and limits after {@code block/vmdk.c} of QEMU.
 *
 * @param virtualSize of the disk; need not be a multiple of the grain
 * @param grainSize a power of two
 * @param tableEntries how many grains one grain table describes
 * @param directory offset of the grain directory; the second copy of it, which some images have, is
 *     for repairs and never read
 * @param packed whether the grains are compressed, and have markers before them
 * @param zeroEntries whether a table's entry of 1 stands for a grain of zeros
 */
record SparseHeader(
    long virtualSize,
    int grainSize,
    int tableEntries,
    long directory,
    boolean packed,
    boolean zeroEntries) {
  static final int SECTOR = 512;

  private static final long DIRECTORY_AT_END = -1;

  /** The footer, which repeats the header, is followed by the marker of the end. */
  private static final int FOOTER_FROM_END = 2 * SECTOR;

  private static final int ZERO_ENTRIES = 1 << 2;
  private static final int COMPRESSED = 1 << 16;
  private static final int MARKERS = 1 << 17;
  private static final int DEFLATE = 1;
  private static final int MAX_PACKED_GRAIN = 2 << 20;
  private static final long MAX_VIRTUAL_SIZE = 1L << 50;

  /** The header that counts: the footer, where the grain directory is at the end. */
  static SparseHeader read(RandomAccessSource source) throws IOException {
    ByteBuffer front = sector(source, 0);
    boolean atEnd = front.getLong(56) == DIRECTORY_AT_END;
    SparseHeader header = parse(atEnd ? sector(source, source.size() - FOOTER_FROM_END) : front);
    header.checkFits(source.size());
    return header;
  }

  private static ByteBuffer sector(RandomAccessSource source, long offset) throws IOException {
    byte[] bytes = new byte[SECTOR];
    source.readFully(offset, bytes, 0, SECTOR);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static SparseHeader parse(ByteBuffer in) throws DiskFormatException {
    int flags = in.getInt(8);
    long capacity = in.getLong(12);
    require(
        capacity > 0 && capacity <= MAX_VIRTUAL_SIZE / SECTOR,
        "vmdk: a capacity of %s sectors cannot be read here"
            .formatted(Long.toUnsignedString(capacity)));
    long grain = in.getLong(20);
    require(grain > 0, "vmdk: the size of the grains is not valid");
    int entries = in.getInt(44);
    require(entries > 0, "vmdk: the grain tables have no entries");
    long directory = in.getLong(56);
    require(
        directory > 0 && directory <= Long.MAX_VALUE / SECTOR,
        "vmdk: the grain directory is misplaced");
    int algorithm = Short.toUnsignedInt(in.getShort(77));
    require(algorithm <= DEFLATE, "vmdk: unknown compression algorithm " + algorithm);
    boolean packed = algorithm == DEFLATE;
    require(
        ((flags & COMPRESSED) != 0) == packed && ((flags & MARKERS) != 0) == packed,
        "vmdk: the flags 0x%x contradict the compression algorithm %d".formatted(flags, algorithm));
    require(
        !packed || grain <= MAX_PACKED_GRAIN / SECTOR,
        "vmdk: compressed grains of %d sectors are too large to be read here".formatted(grain));
    return new SparseHeader(
        capacity * SECTOR,
        Math.toIntExact(grain * SECTOR),
        entries,
        directory * SECTOR,
        packed,
        (flags & ZERO_ENTRIES) != 0);
  }

  private void checkFits(long imageSize) throws DiskFormatException {
    long length = Math.ceilDiv(virtualSize, bytesPerTable()) * Integer.BYTES;
    require(
        directory <= imageSize && length <= imageSize - directory,
        "vmdk: the image is cut short: its grain directory lies beyond its end");
  }

  /** How many bytes of the disk one grain table describes. */
  long bytesPerTable() {
    return (long) tableEntries * grainSize;
  }

  private static void require(boolean holds, String otherwise) throws DiskFormatException {
    if (!holds) {
      throw new DiskFormatException(otherwise);
    }
  }
}
