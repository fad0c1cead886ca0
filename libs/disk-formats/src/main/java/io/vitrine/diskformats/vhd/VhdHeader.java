package io.vitrine.diskformats.vhd;

import static io.vitrine.diskformats.vhd.VhdFooter.require;

import io.vitrine.diskformats.DiskFormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a dynamic disk tells besides its footer: the specification's "Dynamic Disk Header Format".
 * Numbers are big-endian.
 *
 * @param tableOffset where the block table is: four bytes for each block
 * @param blocks how many entries it has
 * @param blockSize in bytes; a power of two, a sector at least
 */
public record VhdHeader(long tableOffset, long blocks, long blockSize) {
  public static final int BYTES = 1024;

  private static final int CHECKSUM = 36;
  private static final int PARENT_ID = 40;
  private static final int SECTOR = 512;
  private static final int MAX_BLOCKS = 1 << 29;

  /**
   * Reads a header and refuses what must not be kept.
   *
   * @param bytes 1024 of them
   * @throws DiskFormatException if they are no header, it is damaged, or the disk has a parent
   */
  public static VhdHeader parse(byte[] bytes) throws DiskFormatException {
    require(
        VhdFooter.holds(bytes, "cxsparse") && VhdFooter.isSumRight(bytes, CHECKSUM),
        "vhd: the header of the dynamic disk is damaged");
    require(
        Arrays.equals(bytes, PARENT_ID, PARENT_ID + 16, new byte[16], 0, 16),
        "vhd: disks with a parent are not allowed");
    ByteBuffer in = ByteBuffer.wrap(bytes);
    VhdHeader header =
        new VhdHeader(
            in.getLong(16),
            Integer.toUnsignedLong(in.getInt(28)),
            Integer.toUnsignedLong(in.getInt(32)));
    require(
        header.blockSize >= SECTOR && Long.bitCount(header.blockSize) == 1,
        "vhd: block size %d is not valid".formatted(header.blockSize));
    require(
        header.blocks <= MAX_BLOCKS, "vhd: there are too many blocks: %d".formatted(header.blocks));
    return header;
  }

  /**
   * Checks the header against what is around it.
   *
   * @param diskSize the disk's size in bytes
   * @param imageLength the image's length, or the largest number as long as it is not known
   */
  public void checkFits(long diskSize, long imageLength) throws DiskFormatException {
    require(diskSize <= blocks * blockSize, "vhd: the disk is larger than all its blocks");
    require(
        tableOffset >= 0
            && tableOffset <= imageLength
            && blocks * Integer.BYTES <= imageLength - tableOffset,
        "vhd: the image is cut short: its block table lies beyond its end");
  }
}
