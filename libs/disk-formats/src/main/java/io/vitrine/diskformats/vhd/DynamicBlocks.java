package io.vitrine.diskformats.vhd;

import static io.vitrine.diskformats.vhd.VhdFooter.require;

import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.RandomAccessSource;
import io.vitrine.diskformats.TableCache;
import io.vitrine.diskformats.blocks.BlockDecoder;
import io.vitrine.diskformats.blocks.BlockMap;
import io.vitrine.diskformats.blocks.Place;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The block table of a dynamic disk: the specification's "Block Allocation Table and Data Blocks".
 * An entry is the block's sector in the image. A block begins with a bit for each of its sectors,
 * from the highest bit of each byte on, in whole sectors. One that is clear says that the sector
 * was never written: it reads as zeros, whatever is there.
 */
final class DynamicBlocks implements BlockMap {
  private static final int SECTOR = 512;
  private static final long NOT_ALLOCATED = 0xffff_ffffL;

  /** Below, it is not agreed on whether there is a bitmap. */
  private static final int MIN_BLOCK = 8 * SECTOR;

  /** Blocks are read whole, for their bitmaps. Writers make 512 KiB or 2 MiB. */
  private static final int MAX_BLOCK = 4 << 20;

  private final long imageSize;
  private final VhdHeader header;
  private final long virtualSize;
  private final int bitmapSize;
  private final TableCache table;

  DynamicBlocks(RandomAccessSource source, VhdHeader header, long virtualSize)
      throws DiskFormatException {
    require(
        header.blockSize() >= MIN_BLOCK && header.blockSize() <= MAX_BLOCK,
        "vhd: blocks of %d bytes cannot be read here".formatted(header.blockSize()));
    require(header.tableOffset() % Integer.BYTES == 0, "vhd: the block table is not aligned");
    this.imageSize = source.size();
    this.header = header;
    this.virtualSize = virtualSize;
    this.bitmapSize = Math.ceilDiv(blockSize() / SECTOR / Byte.SIZE, SECTOR) * SECTOR;
    this.table =
        new TableCache(
            source,
            SECTOR,
            ByteOrder.BIG_ENDIAN,
            "vhd: the image is cut short: its block table lies beyond its end");
  }

  @Override
  public String format() {
    return "vhd";
  }

  @Override
  public long virtualSize() {
    return virtualSize;
  }

  @Override
  public int blockSize() {
    return (int) header.blockSize();
  }

  @Override
  public Place find(long guest) throws IOException {
    long block = guest / blockSize();
    long sector = Integer.toUnsignedLong(table.intAt(header.tableOffset() + block * Integer.BYTES));
    if (sector == NOT_ALLOCATED) {
      return new Place.Zeros((block + 1) * blockSize());
    }
    int length = bitmapSize + blockSize();
    require(
        sector * SECTOR <= imageSize - length,
        "vhd: the image is cut short: the block at guest offset %d lies beyond its end"
            .formatted(block * blockSize()));
    return new Place.Packed(sector * SECTOR, length);
  }

  @Override
  public BlockDecoder decoder() {
    return new WrittenSectors();
  }

  private final class WrittenSectors implements BlockDecoder {
    @Override
    public void decode(long block, byte[] packed, int from, int length, byte[] target, int at) {
      System.arraycopy(packed, from + bitmapSize, target, at, blockSize());
      for (int sector = 0; sector < blockSize() / SECTOR; sector++) {
        int written = packed[from + sector / Byte.SIZE] >> (Byte.SIZE - 1 - sector % Byte.SIZE);
        if ((written & 1) == 0) {
          int start = at + sector * SECTOR;
          Arrays.fill(target, start, start + SECTOR, (byte) 0);
        }
      }
    }

    @Override
    public void close() {}
  }
}
