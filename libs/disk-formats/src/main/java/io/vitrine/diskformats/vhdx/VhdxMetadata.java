package io.vitrine.diskformats.vhdx;

import static io.vitrine.diskformats.vhdx.VhdxFront.require;

import io.vitrine.diskformats.DiskFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;

/**
 * What a VHDX tells about its disk: [MS-VHDX] 2.6. All numbers here are bytes.
 *
 * @param blockSize a power of two from 1 to 256 MiB
 * @param virtualSize whole sectors, 64 TiB at most
 * @param sectorSize the size of a logical sector: 512 or 4096
 */
public record VhdxMetadata(int blockSize, long virtualSize, int sectorSize) {
  /** The metadata table and the items behind it. */
  public static final int BYTES = 128 * 1024;

  private static final int TABLE_BYTES = 64 * 1024;
  private static final int FIRST_ITEM = 32;
  private static final int ITEM_IS_REQUIRED = 4;
  private static final int HAS_PARENT = 2;
  private static final int LONGEST_ITEM = 8;

  private static final long MAX_VIRTUAL_SIZE = 64L << 40;
  private static final int MIN_BLOCK = 1 << 20;
  private static final int MAX_BLOCK = 256 << 20;

  private static final String FILE_PARAMETERS = "3767a1ca36fa434db3b633f0aa44e76b";
  private static final String VIRTUAL_SIZE = "2442a52f1bcd7648b2115dbed83bf4b8";
  private static final String SECTOR_SIZE = "1dbf41816fa90947ba47f233a8faab5f";
  private static final String PARENT_LOCATOR = "2d5fd3a80bb34d45abf7d3d84834ab0c";
  private static final Set<String> OTHER_ITEMS =
      Set.of(
          // the disk's id, and the size of its physical sectors
          "ab12cabee6b2234593efc309e000c746", "c748a3cd5d4471449cc9e9885251c556");

  /**
   * Reads the metadata and refuses what must not be kept.
   *
   * @param region the first {@link #BYTES} of the metadata region, or what there is of them
   * @throws DiskFormatException if they are damaged or cut short, or the disk has a parent
   */
  public static VhdxMetadata parse(byte[] region) throws DiskFormatException {
    ByteBuffer in = ByteBuffer.wrap(region).order(ByteOrder.LITTLE_ENDIAN);
    require(
        VhdxFront.holds(in, 0, "metadata"), "vhdx: the metadata region is damaged or cut short");
    require(VhdxFront.has(in, 0, TABLE_BYTES), "vhdx: the metadata table is cut short");
    long blockSize = 0;
    long virtualSize = -1;
    int sectorSize = 0;
    Set<String> found = new HashSet<>();
    for (int at : VhdxFront.entries(in, FIRST_ITEM, in.getShort(10) & 0xffff)) {
      String id = VhdxFront.id(in, at);
      int item = in.getInt(at + 16);
      require(found.add(id), "vhdx: an item of the metadata is there twice");
      switch (id) {
        case PARENT_LOCATOR ->
            throw new DiskFormatException("vhdx: disks with a parent are not allowed");
        case FILE_PARAMETERS -> {
          requireItem(in, item);
          blockSize = Integer.toUnsignedLong(in.getInt(item));
          require(
              (in.getInt(item + 4) & HAS_PARENT) == 0, "vhdx: disks with a parent are not allowed");
        }
        case VIRTUAL_SIZE -> {
          requireItem(in, item);
          virtualSize = in.getLong(item);
        }
        case SECTOR_SIZE -> {
          requireItem(in, item);
          sectorSize = in.getInt(item);
        }
        default ->
            require(
                OTHER_ITEMS.contains(id) || (in.getInt(at + 24) & ITEM_IS_REQUIRED) == 0,
                "vhdx: an item of the metadata that is required is unknown");
      }
    }
    require(
        virtualSize >= 0 && virtualSize <= MAX_VIRTUAL_SIZE,
        "vhdx: the virtual size is missing or not sane");
    require(
        blockSize >= MIN_BLOCK && blockSize <= MAX_BLOCK && Long.bitCount(blockSize) == 1,
        "vhdx: the block size is missing or not sane");
    require(
        sectorSize == 512 || sectorSize == 4096,
        "vhdx: the size of a sector is missing or not sane");
    require(virtualSize % sectorSize == 0, "vhdx: the disk's last sector is cut");
    return new VhdxMetadata((int) blockSize, virtualSize, sectorSize);
  }

  private static void requireItem(ByteBuffer in, int at) throws DiskFormatException {
    require(
        at >= TABLE_BYTES && VhdxFront.has(in, at, LONGEST_ITEM),
        "vhdx: the metadata is cut short");
  }

  /** How many blocks there are. */
  long blocks() {
    return Math.ceilDiv(virtualSize, (long) blockSize);
  }

  /** After how many entries the block table has one for a bitmap of sectors. */
  long blocksPerBitmap() {
    return (1L << 23) * sectorSize / blockSize;
  }
}
