package io.vitrine.diskformats.inspection;

import static io.vitrine.diskformats.inspection.Seen.require;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * VHDX: its size and its parent are told in a region that a table at the front points to.
 *
 * <p>Both the headers and the table are there twice, and readers take the second if the first is
 * damaged; a log may hold changes to all of them. What is judged here must be what they will see,
 * so checksums must hold and the log must be empty.
 */
final class HyperVDisk {
  /** The metadata table and the items behind it. */
  static final int METADATA_BYTES = 128 * 1024;

  private static final int[] HEADERS_AT = {64 * 1024, 128 * 1024};
  private static final int HEADER_BYTES = 4096;
  private static final int LOG_ID_AT = 48;

  private static final int REGIONS_AT = 192 * 1024;
  private static final int TABLE_BYTES = 64 * 1024;
  private static final int MAX_ENTRIES = 2047;
  private static final int FIRST_REGION = 16;
  private static final int FIRST_ITEM = 32;
  private static final int ENTRY = 32;
  private static final int ID = 16;
  private static final long MEBIBYTE = 1 << 20;
  private static final long MAX_VIRTUAL_SIZE = 64L << 40;

  private static final int REGION_IS_REQUIRED = 1;
  private static final int ITEM_IS_REQUIRED = 4;
  private static final int HAS_PARENT = 2;

  private static final String BLOCKS_REGION = "6677c22d23f600429d64115e9bfd4a08";
  private static final String METADATA_REGION = "06a27c8b90479a4bb8fe575f050f886e";

  private static final String FILE_PARAMETERS = "3767a1ca36fa434db3b633f0aa44e76b";
  private static final String VIRTUAL_SIZE = "2442a52f1bcd7648b2115dbed83bf4b8";
  private static final String PARENT_LOCATOR = "2d5fd3a80bb34d45abf7d3d84834ab0c";
  private static final Set<String> OTHER_ITEMS =
      Set.of(
          // the disk's id, and the sizes of its logical and its physical sectors
          "ab12cabee6b2234593efc309e000c746",
          "1dbf41816fa90947ba47f233a8faab5f",
          "c748a3cd5d4471449cc9e9885251c556");

  private HyperVDisk() {}

  /** Where the metadata region begins: behind the first MiB, as all regions do. */
  static long metadataRegion(Seen seen) throws DiskFormatException {
    Head head = seen.head();
    require(head.holds(REGIONS_AT, "regi"), "vhdx: the region table is missing");
    require(
        isIntact(head, REGIONS_AT, TABLE_BYTES), "vhdx: the region table is damaged or cut short");
    long metadata = -1;
    Set<String> found = new HashSet<>();
    for (int at : entries(head, REGIONS_AT + FIRST_REGION, head.littleInt(REGIONS_AT + 8))) {
      String id = id(head, at);
      long offset = head.littleLong(at + ID);
      long length = head.unsignedLittleInt(at + 24);
      require(found.add(id), "vhdx: a region is there twice");
      require(offset >= MEBIBYTE && offset % MEBIBYTE == 0, "vhdx: a region is misplaced");
      seen.requireInside(offset, length, "vhdx: a region lies beyond the end of the image");
      switch (id) {
        case METADATA_REGION -> metadata = offset;
        case BLOCKS_REGION -> {
          // Leads to places in this image only.
        }
        default ->
            require(
                (head.littleInt(at + 28) & REGION_IS_REQUIRED) == 0,
                "vhdx: a region that is required is unknown");
      }
    }
    require(metadata >= 0, "vhdx: the metadata region is missing");
    return metadata;
  }

  static Inspection check(Seen seen) throws DiskFormatException {
    checkLog(seen.head());
    metadataRegion(seen);
    Head metadata = seen.metadata();
    if (!seen.ended() && metadata.length() < METADATA_BYTES) {
      return seen.accept(DiskFormat.VHDX);
    }
    require(metadata.holds(0, "metadata"), "vhdx: the metadata region is damaged or cut short");
    require(metadata.has(0, TABLE_BYTES), "vhdx: the metadata table is cut short");
    long virtualSize = -1;
    Set<String> found = new HashSet<>();
    for (int at : entries(metadata, FIRST_ITEM, metadata.littleShort(10))) {
      String id = id(metadata, at);
      int item = metadata.littleInt(at + ID);
      require(found.add(id), "vhdx: an item of the metadata is there twice");
      switch (id) {
        case PARENT_LOCATOR ->
            throw new DiskFormatException("vhdx: disks with a parent are not allowed");
        case FILE_PARAMETERS -> {
          require(isItem(metadata, item), "vhdx: the metadata is cut short");
          require(
              (metadata.littleInt(item + 4) & HAS_PARENT) == 0,
              "vhdx: disks with a parent are not allowed");
        }
        case VIRTUAL_SIZE -> {
          require(isItem(metadata, item), "vhdx: the metadata is cut short");
          virtualSize = metadata.littleLong(item);
        }
        default ->
            require(
                OTHER_ITEMS.contains(id) || (metadata.littleInt(at + 24) & ITEM_IS_REQUIRED) == 0,
                "vhdx: an item of the metadata that is required is unknown");
      }
    }
    require(
        virtualSize >= 0 && virtualSize <= MAX_VIRTUAL_SIZE,
        "vhdx: the virtual size is missing or not sane");
    return seen.accept(DiskFormat.VHDX, virtualSize);
  }

  /** The header that counts is the sound one with the higher number. */
  private static void checkLog(Head head) throws DiskFormatException {
    int current = -1;
    for (int at : HEADERS_AT) {
      if (head.holds(at, "head")
          && isIntact(head, at, HEADER_BYTES)
          && (current < 0
              || Long.compareUnsigned(head.littleLong(at + 8), head.littleLong(current + 8)) > 0)) {
        current = at;
      }
    }
    require(current >= 0, "vhdx: the headers are damaged or cut short");
    require(
        head.holds(current + LOG_ID_AT, new byte[16]),
        "vhdx: the image was not closed properly: there are changes in its log");
  }

  /** Where the entries of a table are, all of them within what has been kept. */
  private static int[] entries(Head bytes, int first, int count) throws DiskFormatException {
    require(
        count >= 0 && count <= MAX_ENTRIES && bytes.has(first, count * ENTRY),
        "vhdx: a table is too long");
    int[] at = new int[count];
    Arrays.setAll(at, index -> first + index * ENTRY);
    return at;
  }

  private static boolean isItem(Head metadata, int offset) {
    return offset >= TABLE_BYTES && metadata.has(offset, 8);
  }

  private static String id(Head bytes, int at) {
    return HexFormat.of().formatHex(bytes.copy(at, ID));
  }

  private static boolean isIntact(Head bytes, int at, int length) {
    if (!bytes.has(at, length)) {
      return false;
    }
    byte[] summed = bytes.copy(at, length);
    Arrays.fill(summed, 4, 8, (byte) 0);
    CRC32C sum = new CRC32C();
    sum.update(summed);
    return (int) sum.getValue() == bytes.littleInt(at + 4);
  }
}
