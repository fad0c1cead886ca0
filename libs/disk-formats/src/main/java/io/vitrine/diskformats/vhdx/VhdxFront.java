package io.vitrine.diskformats.vhdx;

import io.vitrine.diskformats.DiskFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * The front of a VHDX, which tells where the rest is. See Microsoft's "[MS-VHDX]: Virtual Hard Disk
 * v2 (VHDX) File Format", 2.2. Numbers are little-endian; all offsets and lengths here are bytes.
 *
 * <p>Both the headers and the region table are there twice, and readers take the second if the
 * first is damaged; a log may hold changes to all of them. What is judged must be what all readers
 * will see, so checksums must hold and the log must be empty.
 *
 * @param metadata where the metadata region is, behind the first MiB, as all regions are
 * @param blocks where the block table is
 */
public record VhdxFront(Region metadata, Region blocks) {
  /** Enough of an image's front for {@link #parse}: up to the copy of the region table. */
  public static final int BYTES = 256 * 1024;

  /** A range that lies inside the image, as far as that is known. */
  public record Region(long offset, long length) {}

  /** Says why an image whose log is not empty cannot be judged. */
  public static final String PENDING =
      "vhdx: the image was not closed properly: there are changes in its log";

  private static final int REGIONS_AT = 192 * 1024;
  private static final int TABLE_BYTES = 64 * 1024;
  private static final int FIRST_REGION = 16;
  private static final int REGION_IS_REQUIRED = 1;
  private static final long MEBIBYTE = 1 << 20;

  private static final int MAX_ENTRIES = 2047;
  private static final int ENTRY = 32;
  private static final int ID = 16;

  private static final String BLOCKS_REGION = "6677c22d23f600429d64115e9bfd4a08";
  private static final String METADATA_REGION = "06a27c8b90479a4bb8fe575f050f886e";

  /**
   * Reads the front and refuses what must not be kept.
   *
   * @param front the image's first {@link #BYTES}, or what there is of them; may be longer
   * @param imageLength the image's length, or the largest number as long as it is not known
   * @throws DiskFormatException if the image is damaged or cut short, or was not closed properly
   */
  public static VhdxFront parse(byte[] front, long imageLength) throws DiskFormatException {
    ByteBuffer in = ByteBuffer.wrap(front).order(ByteOrder.LITTLE_ENDIAN);
    require(!VhdxHeader.parse(front).hasPendingChanges(), PENDING);
    return regions(in, imageLength);
  }

  private static VhdxFront regions(ByteBuffer in, long imageLength) throws DiskFormatException {
    require(holds(in, REGIONS_AT, "regi"), "vhdx: the region table is missing");
    require(
        Checksum.holds(in, REGIONS_AT, TABLE_BYTES),
        "vhdx: the region table is damaged or cut short");
    Region metadata = null;
    Region blocks = null;
    Set<String> found = new HashSet<>();
    for (int at : entries(in, REGIONS_AT + FIRST_REGION, in.getInt(REGIONS_AT + 8))) {
      String id = id(in, at);
      Region region =
          new Region(in.getLong(at + ID), Integer.toUnsignedLong(in.getInt(at + ID + 8)));
      require(found.add(id), "vhdx: a region is there twice");
      require(
          region.offset >= MEBIBYTE && region.offset % MEBIBYTE == 0,
          "vhdx: a region is misplaced");
      require(
          region.offset <= imageLength && region.length <= imageLength - region.offset,
          "vhdx: a region lies beyond the end of the image");
      switch (id) {
        case METADATA_REGION -> metadata = region;
        case BLOCKS_REGION -> blocks = region;
        default ->
            require(
                (in.getInt(at + ID + 12) & REGION_IS_REQUIRED) == 0,
                "vhdx: a region that is required is unknown");
      }
    }
    if (metadata == null || blocks == null) {
      throw new DiskFormatException(
          "vhdx: the %s region is missing".formatted(metadata == null ? "metadata" : "block"));
    }
    return new VhdxFront(metadata, blocks);
  }

  /** Where the entries of a table are, all of them within the bytes. */
  static int[] entries(ByteBuffer in, int first, int count) throws DiskFormatException {
    require(
        count >= 0 && count <= MAX_ENTRIES && has(in, first, count * ENTRY),
        "vhdx: a table is too long");
    int[] at = new int[count];
    Arrays.setAll(at, index -> first + index * ENTRY);
    return at;
  }

  /** The identifier of an entry, as it is in the image: its first three parts are turned round. */
  static String id(ByteBuffer in, int at) {
    byte[] id = new byte[ID];
    in.get(at, id);
    return HexFormat.of().formatHex(id);
  }

  static boolean holds(ByteBuffer in, int at, String signature) {
    byte[] expected = signature.getBytes(StandardCharsets.US_ASCII);
    return has(in, at, expected.length)
        && in.slice(at, expected.length).equals(ByteBuffer.wrap(expected));
  }

  static boolean has(ByteBuffer in, int at, int length) {
    return at >= 0 && length >= 0 && at <= in.limit() - length;
  }

  static void require(boolean holds, String message) throws DiskFormatException {
    if (!holds) {
      throw new DiskFormatException(message);
    }
  }
}
