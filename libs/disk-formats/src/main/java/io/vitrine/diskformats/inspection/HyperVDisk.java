package io.vitrine.diskformats.inspection;

import static io.vitrine.diskformats.inspection.Seen.require;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import java.util.HexFormat;

/** VHDX: its size and its parent are told in a region that a table at the front points to. */
final class HyperVDisk {
  /** The metadata table and the items behind it. */
  static final int METADATA_BYTES = 128 * 1024;

  private static final int REGIONS_AT = 192 * 1024;
  private static final int MAX_ENTRIES = 2047;
  private static final int ENTRY = 32;
  private static final long MEBIBYTE = 1 << 20;
  private static final int HAS_PARENT = 2;

  private static final byte[] METADATA_REGION = guid("06a27c8b90479a4bb8fe575f050f886e");
  private static final byte[] FILE_PARAMETERS = guid("3767a1ca36fa434db3b633f0aa44e76b");
  private static final byte[] VIRTUAL_SIZE = guid("2442a52f1bcd7648b2115dbed83bf4b8");
  private static final byte[] PARENT_LOCATOR = guid("2d5fd3a80bb34d45abf7d3d84834ab0c");

  private HyperVDisk() {}

  /** Where the metadata region begins: behind the first MiB, as all regions do. */
  static long metadataRegion(Head head) throws DiskFormatException {
    require(head.holds(REGIONS_AT, "regi"), "vhdx: the region table is missing");
    require(head.has(REGIONS_AT, 64 * 1024), "vhdx: the region table is cut short");
    int entries = head.littleInt(REGIONS_AT + 8);
    require(entries >= 0 && entries <= MAX_ENTRIES, "vhdx: the region table is too long");
    for (int index = 0; index < entries; index++) {
      int at = REGIONS_AT + 16 + index * ENTRY;
      if (head.holds(at, METADATA_REGION)) {
        long offset = head.littleLong(at + 16);
        require(
            offset >= MEBIBYTE && offset % MEBIBYTE == 0, "vhdx: the metadata region is misplaced");
        return offset;
      }
    }
    throw new DiskFormatException("vhdx: the metadata region is missing");
  }

  static Inspection check(Seen seen) throws DiskFormatException {
    metadataRegion(seen.head());
    if (!seen.ended()) {
      return seen.accept(DiskFormat.VHDX);
    }
    Head metadata = seen.metadata();
    require(metadata.holds(0, "metadata"), "vhdx: the metadata region is damaged or cut short");
    int entries = metadata.littleShort(10);
    require(
        entries <= MAX_ENTRIES && metadata.has(32, entries * ENTRY),
        "vhdx: the metadata table is too long or cut short");
    long virtualSize = -1;
    for (int at = 32; at < 32 + entries * ENTRY; at += ENTRY) {
      require(!metadata.holds(at, PARENT_LOCATOR), "vhdx: disks with a parent are not allowed");
      int item = metadata.littleInt(at + 16);
      if (metadata.holds(at, FILE_PARAMETERS)) {
        require(metadata.has(item, 8), "vhdx: the metadata is cut short");
        require(
            (metadata.littleInt(item + 4) & HAS_PARENT) == 0,
            "vhdx: disks with a parent are not allowed");
      } else if (metadata.holds(at, VIRTUAL_SIZE)) {
        require(metadata.has(item, 8), "vhdx: the metadata is cut short");
        virtualSize = metadata.littleLong(item);
      }
    }
    return seen.accept(DiskFormat.VHDX, virtualSize);
  }

  private static byte[] guid(String asStored) {
    return HexFormat.of().parseHex(asStored);
  }
}
