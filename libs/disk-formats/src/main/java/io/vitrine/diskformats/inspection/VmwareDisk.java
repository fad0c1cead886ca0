package io.vitrine.diskformats.inspection;

import static io.vitrine.diskformats.inspection.Seen.require;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import java.util.Arrays;

/**
 * VMDK in one file. The text descriptor inside can name other files, as extents or as a parent, and
 * a footer can replace the header: both are ways to make a reader open what the owner may not see.
 */
final class VmwareDisk {
  static final String SPARSE = "KDMV";

  /** The disks of old ESX servers: their descriptor is always a file of its own. */
  static final String SPARSE_OF_ESX = "COWD";

  static final int HEAD_BYTES = 1 << 20;
  static final int TAIL_BYTES = 3 * 512;

  private static final int SECTOR = 512;

  /** As much as some readers search, however short the header says that the descriptor is. */
  private static final int DESCRIPTOR_BYTES = 20 * SECTOR;

  private static final int MAX_GRAIN_SECTORS = 1 << 17;
  private static final int MAX_TABLE_ENTRIES = 512;
  private static final long DIRECTORY_AT_END = -1;
  private static final int DIRECTORY_AT = 56;
  private static final int FOOTER_MARKER = 3;

  private VmwareDisk() {}

  static Inspection check(Seen seen) throws DiskFormatException {
    Head head = seen.head();
    require(!head.holds(0, SPARSE_OF_ESX), "vmdk: ESX sparse disks (COWD) are not allowed");
    require(
        head.holds(0, SPARSE),
        "vmdk: a descriptor (%s) without its data is not an image"
            .formatted(VmwareDescriptor.createType(head.ascii(0, head.length()))));
    require(head.has(0, SECTOR), "vmdk: the header is cut short");
    int version = head.littleInt(4);
    require(version >= 1 && version <= 3, "vmdk: version %d is not supported".formatted(version));
    checkDescriptor(head);
    // Readers take a disk without sectors for a descriptor, and open the files that it names.
    long capacity = head.littleLong(12);
    require(capacity > 0 && capacity <= Long.MAX_VALUE / SECTOR, "vmdk: the capacity is not sane");
    long grain = head.littleLong(20);
    require(
        grain >= 0 && grain <= MAX_GRAIN_SECTORS && Long.bitCount(grain) <= 1,
        "vmdk: the size of the grains is not valid");
    require(head.unsignedLittleInt(44) <= MAX_TABLE_ENTRIES, "vmdk: the grain tables are too long");
    if (head.littleLong(DIRECTORY_AT) == DIRECTORY_AT_END) {
      if (seen.ended()) {
        checkFooter(head, seen);
      }
    } else {
      checkDirectory(head.littleLong(DIRECTORY_AT), seen);
    }
    return seen.accept(DiskFormat.VMDK, capacity * SECTOR);
  }

  private static void checkDescriptor(Head head) throws DiskFormatException {
    require(head.littleLong(28) == 1, "vmdk: the descriptor is missing or misplaced");
    long sectors = head.littleLong(36);
    require(sectors > 0 && sectors <= HEAD_BYTES / SECTOR - 1, "vmdk: the descriptor is too long");
    int length = (int) sectors * SECTOR;
    require(head.has(SECTOR, length), "vmdk: the descriptor is cut short");
    int searched = Math.min(Math.max(length, DESCRIPTOR_BYTES), head.length() - SECTOR);
    VmwareDescriptor.check(head.ascii(SECTOR, searched));
  }

  private static void checkDirectory(long sector, Seen seen) throws DiskFormatException {
    require(
        sector >= 0 && sector <= Long.MAX_VALUE / SECTOR, "vmdk: the grain directory is misplaced");
    seen.requireInside(
        sector * SECTOR,
        0,
        "vmdk: the image is cut short: its grain directory lies beyond its end");
  }

  /** It must repeat the header, but for the place of the grain directory, which it alone knows. */
  private static void checkFooter(Head head, Seen seen) throws DiskFormatException {
    Head tail = seen.tail();
    int footer = SECTOR;
    int endMarker = 2 * SECTOR;
    require(
        tail.has(0, TAIL_BYTES)
            && tail.littleInt(8) == 0
            && tail.littleInt(12) == FOOTER_MARKER
            && tail.holds(16, new byte[SECTOR - 16])
            && Arrays.equals(tail.copy(endMarker, SECTOR), new byte[SECTOR]),
        "vmdk: the footer is missing: the image may be cut short");
    long directory = tail.littleLong(footer + DIRECTORY_AT);
    require(
        tail.holds(footer, head.copy(0, 8))
            && tail.holds(footer + 12, head.copy(12, 36))
            && directory != DIRECTORY_AT_END,
        "vmdk: the footer contradicts the header");
    checkDirectory(directory, seen);
  }
}
