package io.vitrine.diskformats.ploop;

import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.Sectors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The front of an expandable image, behind which its block table begins. Layout after {@code
 * docs/interop/parallels.txt} of QEMU. Numbers are little-endian; all offsets and lengths here are
 * bytes.
 *
 * <p>The mark of an image that is in use is passed over, as other readers do: the tables are
 * written after the blocks that they name.
 *
 * @param blockSize whole sectors, not always a power of two
 * @param blocks how many entries the block table has
 * @param unit what the entries of the block table count
 * @param data where the first block may be
 * @param extension where the features are that came later; zero if there are none
 * @param empty whether no block is said to be there
 */
public record PloopHeader(
    long virtualSize,
    int blockSize,
    long blocks,
    int unit,
    long data,
    long extension,
    boolean empty) {
  public static final String MAGIC = "WithoutFreeSpace";

  /** It counts blocks where the other counts sectors. */
  public static final String MAGIC_OF_LARGE_DISKS = "WithouFreSpacExt";

  /** What the header takes, and so where the block table begins. */
  public static final int BYTES = 64;

  private static final int VERSION = 2;
  private static final int MAX_BLOCK = 64 << 20;
  private static final long MAX_VIRTUAL_SIZE = 1L << 50;
  private static final int IS_EMPTY = 1;

  /**
   * Reads the header and refuses what is not sane.
   *
   * @param header the image's first {@link #BYTES}
   */
  public static PloopHeader parse(byte[] header) throws DiskFormatException {
    ByteBuffer in = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    boolean large = MAGIC_OF_LARGE_DISKS.equals(magic(header));
    int version = in.getInt(16);
    require(version == VERSION, "ploop: version %d cannot be read here".formatted(version));
    long blockSize = unsignedInt(in, 28) * Sectors.SIZE;
    require(
        blockSize > 0 && blockSize <= MAX_BLOCK,
        "ploop: blocks of %d bytes cannot be read here".formatted(blockSize));
    long blocks = unsignedInt(in, 32);
    // The upper half belongs to large disks only; elsewhere it is a gap that anything may be in.
    long sectors = large ? in.getLong(36) : unsignedInt(in, 36);
    require(
        sectors >= 0 && sectors <= MAX_VIRTUAL_SIZE / Sectors.SIZE,
        "ploop: the virtual size is not sane");
    long virtualSize = sectors * Sectors.SIZE;
    require(virtualSize <= blocks * blockSize, "ploop: the disk is larger than all its blocks");
    long tableEnd = tableEnd(blocks);
    long data = unsignedInt(in, 48) * Sectors.SIZE;
    require(data == 0 || data >= tableEnd, "ploop: the data begin inside the block table");
    long extension = in.getLong(56);
    require(
        extension >= 0 && extension <= Long.MAX_VALUE / Sectors.SIZE,
        "ploop: the format extension is misplaced");
    return new PloopHeader(
        virtualSize,
        (int) blockSize,
        blocks,
        large ? (int) blockSize : Sectors.SIZE,
        data == 0 ? Sectors.whole(tableEnd) : data,
        extension * Sectors.SIZE,
        (in.getInt(52) & IS_EMPTY) != 0);
  }

  /** Where the block table ends. */
  public long tableEnd() {
    return tableEnd(blocks);
  }

  private static long tableEnd(long blocks) {
    return BYTES + blocks * Integer.BYTES;
  }

  private static String magic(byte[] header) {
    return new String(header, 0, MAGIC.length(), StandardCharsets.ISO_8859_1);
  }

  private static long unsignedInt(ByteBuffer in, int at) {
    return Integer.toUnsignedLong(in.getInt(at));
  }

  static void require(boolean holds, String otherwise) throws DiskFormatException {
    if (!holds) {
      throw new DiskFormatException(otherwise);
    }
  }
}
