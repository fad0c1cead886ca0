package io.vitrine.diskformats.vdi;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.GuestDisk;
import io.vitrine.diskformats.RandomAccessSource;
import io.vitrine.diskformats.TableCache;
import io.vitrine.diskformats.blocks.BlockDisk;
import io.vitrine.diskformats.blocks.BlockMap;
import io.vitrine.diskformats.blocks.Place;
import io.vitrine.diskformats.inspection.FormatInspector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An untrusted VDI 1.1, dynamic or static. One map has a number of 32 bits for each block of the
 * disk: which block of the file it is, or one of two that stand for zeros. Layout after {@code
 * VDICore.h} of VirtualBox and {@code block/vdi.c} of QEMU.
 *
 * <p>The map is read through the cache and checked where it is needed: an image that opens may
 * still turn out to be damaged while it is read.
 */
public final class VdiImage implements BlockMap {
  private static final int HEADER = 512;
  private static final int VERSION = 0x10001;
  private static final int SECTOR = 512;
  private static final int MAX_BLOCK = 64 << 20;
  private static final long MAX_VIRTUAL_SIZE = 1L << 50;

  /** A block that was discarded, and reads as zeros; so does the number above, never written. */
  private static final long DISCARDED = 0xffff_fffeL;

  private final long virtualSize;
  private final int blockSize;
  private final long map;
  private final long data;
  private final TableCache tables;

  /** Inspection has seen to it that the map is as long as the disk needs, and inside the image. */
  private VdiImage(RandomAccessSource source, ByteBuffer header) throws DiskFormatException {
    int version = header.getInt(0x44);
    require(version == VERSION, "vdi: version 0x%x cannot be read here".formatted(version));
    map = Integer.toUnsignedLong(header.getInt(0x154));
    data = Integer.toUnsignedLong(header.getInt(0x158));
    require(map % SECTOR == 0 && data % SECTOR == 0, "vdi: block map or data are not at a sector");
    int sector = header.getInt(0x168);
    require(sector == SECTOR, "vdi: sectors of %d bytes cannot be read here".formatted(sector));
    virtualSize = header.getLong(0x170);
    require(
        virtualSize <= MAX_VIRTUAL_SIZE,
        "vdi: a disk of %d bytes cannot be read here".formatted(virtualSize));
    blockSize = header.getInt(0x178);
    require(
        blockSize >= SECTOR && blockSize <= MAX_BLOCK && Integer.bitCount(blockSize) == 1,
        "vdi: blocks of %s bytes cannot be read here"
            .formatted(Integer.toUnsignedString(blockSize)));
    require(header.getInt(0x17c) == 0, "vdi: blocks with extra data cannot be read here");
    tables =
        new TableCache(
            source,
            SECTOR,
            ByteOrder.LITTLE_ENDIAN,
            "vdi: the image is cut short: its block map lies beyond its end");
  }

  /**
   * The disk in an image.
   *
   * @throws DiskFormatException also for what inspection refuses, such as disks with a parent
   */
  public static GuestDisk open(RandomAccessSource source) throws IOException {
    FormatInspector.require(DiskFormat.VDI, source);
    byte[] header = new byte[HEADER];
    source.readFully(0, header, 0, HEADER);
    ByteBuffer in = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    return new BlockDisk(source, new VdiImage(source, in));
  }

  @Override
  public String format() {
    return "vdi";
  }

  @Override
  public long virtualSize() {
    return virtualSize;
  }

  @Override
  public int blockSize() {
    return blockSize;
  }

  @Override
  public Place find(long guest) throws IOException {
    long block = guest / blockSize;
    long number = tables.unsignedIntAt(map + block * Integer.BYTES);
    return number >= DISCARDED
        ? new Place.Zeros((block + 1) * blockSize)
        : new Place.Plain(data + number * blockSize);
  }

  private static void require(boolean holds, String otherwise) throws DiskFormatException {
    if (!holds) {
      throw new DiskFormatException(otherwise);
    }
  }
}
