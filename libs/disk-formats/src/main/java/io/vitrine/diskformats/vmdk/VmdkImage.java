package io.vitrine.diskformats.vmdk;

import static io.vitrine.diskformats.vmdk.SparseHeader.SECTOR;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.GuestDisk;
import io.vitrine.diskformats.RandomAccessSource;
import io.vitrine.diskformats.TableCache;
import io.vitrine.diskformats.blocks.BlockDecoder;
import io.vitrine.diskformats.blocks.BlockDisk;
import io.vitrine.diskformats.blocks.BlockMap;
import io.vitrine.diskformats.blocks.Place;
import io.vitrine.diskformats.inspection.FormatInspector;
import java.io.IOException;
import java.nio.ByteOrder;

/**
 * An untrusted VMDK in one file: {@code monolithicSparse} or {@code streamOptimized}. A grain
 * directory names grain tables, and those name the grains, all by sectors in 32 bits (see {@link
 * SparseHeader} for where that is written down). Both are read through the cache, so memory does
 * not grow with the disk.
 *
 * <p>Directory and tables are checked when they are first needed: an image that opens may still
 * turn out to be damaged while it is read.
 */
public final class VmdkImage implements BlockMap {
  private static final int NOTHING = 0;
  private static final int ZEROS = 1;

  private final SparseHeader header;
  private final long imageSize;
  private final TableCache tables;

  private VmdkImage(RandomAccessSource source, SparseHeader header) {
    this.header = header;
    this.imageSize = source.size();
    this.tables =
        new TableCache(
            source,
            SECTOR,
            ByteOrder.LITTLE_ENDIAN,
            "vmdk: the image is cut short: a grain table lies beyond its end");
  }

  /**
   * The disk in an image.
   *
   * @throws DiskFormatException also for what inspection refuses: anything that is not all in this
   *     file, and the sparse disks of ESX ({@code COWD})
   */
  public static GuestDisk open(RandomAccessSource source) throws IOException {
    FormatInspector.require(DiskFormat.VMDK, source);
    return new BlockDisk(source, new VmdkImage(source, SparseHeader.read(source)));
  }

  @Override
  public String format() {
    return "vmdk";
  }

  @Override
  public long virtualSize() {
    return header.virtualSize();
  }

  @Override
  public int blockSize() {
    return header.grainSize();
  }

  @Override
  public BlockDecoder decoder() {
    return header.packed()
        ? new GrainDecoder(header.grainSize(), header.virtualSize())
        : BlockDecoder.NONE;
  }

  @Override
  public Place find(long guest) throws IOException {
    long number = guest / header.bytesPerTable();
    long table = tables.unsignedIntAt(header.directory() + number * Integer.BYTES) * SECTOR;
    if (table == NOTHING) {
      return new Place.Zeros((number + 1) * header.bytesPerTable());
    }
    int index = (int) (guest % header.bytesPerTable() / header.grainSize());
    long grain = tables.unsignedIntAt(table + (long) index * Integer.BYTES);
    if (grain == NOTHING || (grain == ZEROS && header.zeroEntries())) {
      return new Place.Zeros((guest / header.grainSize() + 1) * header.grainSize());
    }
    long offset = grain * SECTOR;
    return header.packed()
        ? new Place.Packed(offset, packedLength(offset, guest, table, index))
        : new Place.Plain(offset);
  }

  /**
   * How long the grain may be: only its marker knows, but fetching neighbours together takes an
   * estimate. Grains do not overlap, so the one that follows in the table bounds it.
   */
  private int packedLength(long offset, long guest, long table, int index) throws IOException {
    if (offset >= imageSize) {
      throw new DiskFormatException(
          "vmdk: the image is cut short: the grain at guest offset %d lies beyond its end"
              .formatted(guest));
    }
    long end = Math.min(imageSize, offset + GrainDecoder.mostPacked(header.grainSize()));
    if (index + 1 < header.tableEntries()) {
      long next = tables.unsignedIntAt(table + (index + 1L) * Integer.BYTES) * SECTOR;
      end = next > offset ? Math.min(end, next) : end;
    }
    return (int) (end - offset);
  }
}
