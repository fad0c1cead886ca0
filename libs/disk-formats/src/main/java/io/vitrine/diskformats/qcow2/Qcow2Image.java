package io.vitrine.diskformats.qcow2;

import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.GuestDisk;
import io.vitrine.diskformats.RandomAccessSource;
import io.vitrine.diskformats.TableCache;
import io.vitrine.diskformats.blocks.BlockDecoder;
import io.vitrine.diskformats.blocks.BlockDisk;
import io.vitrine.diskformats.blocks.BlockMap;
import io.vitrine.diskformats.blocks.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An untrusted qcow2 image, read through its cluster tables. Memory is bounded by the L1 table (32
 * MiB at most, and never more than the image has), the table cache and what one read asks for.
 *
 * <p>L2 tables are checked when they are first needed: an image that opens may still turn out to be
 * damaged while it is read.
 */
public final class Qcow2Image implements BlockMap {
  private static final long OFFSET_MASK = 0x00ff_ffff_ffff_fe00L;
  private static final long COMPRESSED = 1L << 62;
  private static final long READS_AS_ZERO = 1L;
  private static final int SECTOR = 512;

  private final long imageSize;
  private final Qcow2Header header;
  private final long[] l2Offsets;
  private final TableCache tables;

  private Qcow2Image(RandomAccessSource source, Qcow2Header header, long[] l2Offsets) {
    this.imageSize = source.size();
    this.header = header;
    this.l2Offsets = l2Offsets;
    this.tables =
        new TableCache(
            source,
            header.clusterSize(),
            ByteOrder.BIG_ENDIAN,
            "qcow2: the image is cut short: an L2 table lies beyond its end");
  }

  public static GuestDisk open(RandomAccessSource source) throws IOException {
    Qcow2Header header = readHeader(source);
    header.checkReadable();
    return new BlockDisk(source, new Qcow2Image(source, header, readL1(source, header)));
  }

  /**
   * Checks that the tables are where the header says, also of a sound image that {@link #open} has
   * no way to read.
   */
  public static void checkTables(RandomAccessSource source) throws IOException {
    readL1(source, readHeader(source));
  }

  private static Qcow2Header readHeader(RandomAccessSource source) throws IOException {
    byte[] head = new byte[(int) Math.min(source.size(), Qcow2Header.HEAD_BYTES)];
    source.readFully(0, head, 0, head.length);
    Qcow2Header header = Qcow2Header.parse(head, head.length);
    header.checkFits(source.size());
    return header;
  }

  private static long[] readL1(RandomAccessSource source, Qcow2Header header) throws IOException {
    long[] l1 = new long[header.l1EntriesInUse()];
    byte[] block = new byte[Math.min(l1.length * Long.BYTES, 1 << 20)];
    for (int entry = 0; entry < l1.length; ) {
      int now = Math.min(l1.length - entry, block.length / Long.BYTES);
      source.readFully(header.l1Offset() + (long) entry * Long.BYTES, block, 0, now * Long.BYTES);
      ByteBuffer.wrap(block).asLongBuffer().get(l1, entry, now);
      entry += now;
    }
    for (int entry = 0; entry < l1.length; entry++) {
      l1[entry] &= OFFSET_MASK;
      if (l1[entry] % header.clusterSize() != 0) {
        throw new DiskFormatException("qcow2: an L2 table is not aligned to a cluster");
      }
      if (l1[entry] >= source.size()) {
        throw new DiskFormatException(
            "qcow2: the image is cut short: an L2 table lies beyond its end");
      }
    }
    return l1;
  }

  @Override
  public String format() {
    return "qcow2";
  }

  @Override
  public long virtualSize() {
    return header.virtualSize();
  }

  @Override
  public int blockSize() {
    return header.clusterSize();
  }

  @Override
  public BlockDecoder decoder() {
    return new ClusterDecoder(header);
  }

  @Override
  public Place find(long guest) throws IOException {
    long table = guest / header.bytesPerL2Table();
    if (l2Offsets[(int) table] == 0) {
      return new Place.Zeros((table + 1) * header.bytesPerL2Table());
    }
    long index = guest % header.bytesPerL2Table() / header.clusterSize();
    long at = l2Offsets[(int) table] + index * header.l2EntrySize();
    long entry = tables.longAt(at);
    if (header.extendedL2()) {
      return find(entry, new Subclusters(tables.longAt(at + Long.BYTES)), guest);
    }
    if ((entry & COMPRESSED) != 0) {
      return packed(entry, guest);
    }
    return isZero(entry)
        ? new Place.Zeros(clusterOf(guest) + header.clusterSize())
        : new Place.Plain(plainOffset(entry, guest));
  }

  private Place find(long entry, Subclusters subclusters, long guest) throws DiskFormatException {
    if (!fit(entry, subclusters)) {
      throw new DiskFormatException(
          "qcow2: the subclusters at guest offset %d are damaged".formatted(clusterOf(guest)));
    }
    if ((entry & COMPRESSED) != 0) {
      return packed(entry, guest);
    }
    // The entry's own bit for zeros means nothing here.
    int size = Subclusters.size(header.clusterSize());
    int part = (int) (guest - clusterOf(guest)) / size;
    long until = clusterOf(guest) + (long) subclusters.endOfRun(part) * size;
    return subclusters.isData(part)
        ? new Place.Plain(plainOffset(entry, guest), until)
        : new Place.Zeros(until);
  }

  private static boolean fit(long entry, Subclusters subclusters) {
    if ((entry & COMPRESSED) != 0) {
      return subclusters.bitmap() == 0;
    }
    boolean hasPlace = (entry & OFFSET_MASK) != 0;
    return !subclusters.contradictThemselves() && (hasPlace || !subclusters.holdData());
  }

  private long clusterOf(long guest) {
    return guest - guest % header.clusterSize();
  }

  private long plainOffset(long entry, long guest) throws DiskFormatException {
    long cluster = entry & OFFSET_MASK;
    if (cluster % header.clusterSize() != 0) {
      throw new DiskFormatException(
          "qcow2: the cluster at guest offset %d is not aligned".formatted(guest));
    }
    return cluster;
  }

  private Place packed(long entry, long guest) throws DiskFormatException {
    int offsetBits = 62 - (header.clusterBits() - 8);
    long start = entry & ((1L << offsetBits) - 1);
    long sectors = ((entry & (COMPRESSED - 1)) >>> offsetBits) + 1;
    if (start >= imageSize) {
      throw new DiskFormatException(
          "qcow2: the image is cut short: the cluster at guest offset %d lies beyond its end"
              .formatted(guest));
    }
    // The last sector may be cut: the packed bytes need not fill it.
    long end = Math.min(start - start % SECTOR + sectors * SECTOR, imageSize);
    return new Place.Packed(start, (int) (end - start));
  }

  private boolean isZero(long entry) {
    return (entry & OFFSET_MASK) == 0 || (header.version() == 3 && (entry & READS_AS_ZERO) != 0);
  }
}
