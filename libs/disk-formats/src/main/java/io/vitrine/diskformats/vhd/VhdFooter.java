package io.vitrine.diskformats.vhd;

import io.vitrine.diskformats.DiskFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The last 512 bytes of a VHD, of which other than fixed disks have a copy at their front. See
 * Microsoft's "Virtual Hard Disk Image Format Specification", version 1.0, "Hard Disk Footer
 * Format". Numbers are big-endian.
 *
 * @param headerOffset where a dynamic disk has its header; of other disks anything
 * @param currentSize the disk's size in bytes, as the footer tells it; not negative
 * @param virtualSize the disk's size in bytes, as readers take it: see {@link #sizeByGeometry}
 */
public record VhdFooter(int type, long headerOffset, long currentSize, long virtualSize) {
  public static final String COOKIE = "conectix";
  public static final int BYTES = 512;

  public static final int FIXED = 2;
  public static final int DYNAMIC = 3;
  private static final int DIFFERENCING = 4;

  private static final int SECTOR = 512;
  private static final int CHECKSUM = 64;
  private static final long LARGEST_GEOMETRY = 65_535L * 16 * 255;

  /** Virtual PC, and QEMU unless it was told to keep the exact size. */
  private static final Set<String> CREATORS_WITH_GEOMETRY = Set.of("vpc ", "qemu");

  /** Whether 512 bytes are a footer that has not been damaged. */
  public static boolean isIntact(byte[] sector) {
    return holds(sector, COOKIE) && isSumRight(sector, CHECKSUM);
  }

  /**
   * Reads a footer of any kind of disk.
   *
   * @param sector 512 bytes
   * @throws DiskFormatException if they are no footer, or it is damaged
   */
  public static VhdFooter parse(byte[] sector) throws DiskFormatException {
    require(holds(sector, COOKIE), "not a vhd image");
    require(isIntact(sector), "vhd: the header's checksum is wrong");
    ByteBuffer in = ByteBuffer.wrap(sector);
    long currentSize = in.getLong(48);
    require(currentSize >= 0, "vhd: the virtual size is not sane");
    long byGeometry = sizeByGeometry(in);
    long virtualSize = byGeometry > 0 ? byGeometry : currentSize / SECTOR * SECTOR;
    return new VhdFooter(in.getInt(60), in.getLong(16), currentSize, virtualSize);
  }

  /**
   * The size by cylinders, heads and sectors, or 0 if it does not count. What Virtual PC shows its
   * guests is the geometry, rounded down; all others show the current size. QEMU tells them apart
   * by the creator (block/vpc.c), and takes the largest geometry for a disk that is larger. Where
   * it would take an empty geometry for an empty disk, this goes by the current size.
   */
  private static long sizeByGeometry(ByteBuffer in) {
    byte[] creator = new byte[4];
    in.get(28, creator);
    long sectors = (long) (in.getShort(56) & 0xffff) * (in.get(58) & 0xff) * (in.get(59) & 0xff);
    return CREATORS_WITH_GEOMETRY.contains(new String(creator, StandardCharsets.ISO_8859_1))
            && sectors != LARGEST_GEOMETRY
        ? sectors * SECTOR
        : 0;
  }

  /** Refuses other kinds of disk. */
  public void requireType(int expected) throws DiskFormatException {
    require(type != DIFFERENCING, "vhd: disks with a parent are not allowed");
    require(type == expected, "vhd: disk type %d is not allowed".formatted(type));
  }

  static boolean holds(byte[] bytes, String signature) {
    byte[] expected = signature.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.wrap(bytes, 0, expected.length).equals(ByteBuffer.wrap(expected));
  }

  /** The checksum is the complement of the sum of all other bytes. */
  static boolean isSumRight(byte[] bytes, int checksumAt) {
    int sum = 0;
    for (int at = 0; at < bytes.length; at++) {
      sum += at >= checksumAt && at < checksumAt + Integer.BYTES ? 0 : bytes[at] & 0xff;
    }
    return ~sum == ByteBuffer.wrap(bytes).getInt(checksumAt);
  }

  static void require(boolean holds, String message) throws DiskFormatException {
    if (!holds) {
      throw new DiskFormatException(message);
    }
  }
}
