package io.vitrine.diskformats.inspection;

import static io.vitrine.diskformats.inspection.Seen.require;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;

/**
 * VHD. A fixed disk is the guest's bytes and a footer behind them, so only its end tells; the
 * others begin with a copy of their footer, and a header that leads to their blocks.
 */
final class VirtualPcDisk {
  static final String COOKIE = "conectix";
  static final int FOOTER = 512;

  private static final int FIXED = 2;
  private static final int DYNAMIC = 3;
  private static final int DIFFERENCING = 4;
  private static final int FOOTER_CHECKSUM = 64;

  private static final int HEADER = 1024;
  private static final int HEADER_CHECKSUM = 36;
  private static final int PARENT_ID = 40;
  private static final int SECTOR = 512;
  private static final int MAX_BLOCKS = 1 << 29;
  private static final int BLOCK_ENTRY = 4;

  private VirtualPcDisk() {}

  /**
   * Whether the last bytes are a footer. A damaged one is taken for a guest's data, since readers
   * do so.
   */
  static boolean hasFooter(Head tail) {
    int at = tail.length() - FOOTER;
    return tail.holds(at, COOKIE) && isIntact(tail, at, FOOTER, FOOTER_CHECKSUM);
  }

  /** Judges an image that ends with a footer and does not begin with one. */
  static Inspection checkFixed(Seen seen) throws DiskFormatException {
    Head tail = seen.tail();
    int footer = tail.length() - FOOTER;
    require(type(tail, footer) != DYNAMIC, "vhd: the copy of the footer at the front is missing");
    requireType(FIXED, tail, footer);
    long size = size(tail, footer);
    seen.requireInside(size, FOOTER, "vhd: the disk is larger than its image");
    return seen.accept(DiskFormat.VHD, size);
  }

  /** Judges an image that begins with the copy of a footer. */
  static Inspection checkDynamic(Seen seen) throws DiskFormatException {
    Head head = seen.head();
    require(head.has(0, FOOTER), "vhd: the header is cut short");
    require(isIntact(head, 0, FOOTER, FOOTER_CHECKSUM), "vhd: the header's checksum is wrong");
    require(type(head, 0) != FIXED, "vhd: a fixed disk does not begin with a footer");
    requireType(DYNAMIC, head, 0);
    long size = size(head, 0);
    checkHeader(head.bigLong(16), size, seen);
    if (seen.ended() && hasFooter(seen.tail())) {
      int footer = seen.tail().length() - FOOTER;
      require(
          type(seen.tail(), footer) == DYNAMIC
              && size(seen.tail(), footer) == size
              && seen.tail().holds(footer + 16, head.copy(16, 8)),
          "vhd: the footer contradicts its copy at the front");
    }
    return seen.accept(DiskFormat.VHD, size);
  }

  private static void checkHeader(long offset, long size, Seen seen) throws DiskFormatException {
    Head head = seen.head();
    require(offset >= FOOTER && offset <= head.length() - HEADER, "vhd: the header is misplaced");
    int at = (int) offset;
    require(
        head.holds(at, "cxsparse") && isIntact(head, at, HEADER, HEADER_CHECKSUM),
        "vhd: the header of the dynamic disk is damaged");
    require(head.holds(at + PARENT_ID, new byte[16]), "vhd: disks with a parent are not allowed");
    long blocks = head.unsignedBigInt(at + 28);
    long blockSize = head.unsignedBigInt(at + 32);
    require(
        blockSize >= SECTOR && Long.bitCount(blockSize) == 1,
        "vhd: block size %d is not valid".formatted(blockSize));
    require(blocks <= MAX_BLOCKS, "vhd: there are too many blocks: %d".formatted(blocks));
    require(size <= blocks * blockSize, "vhd: the disk is larger than all its blocks");
    seen.requireInside(
        head.bigLong(at + 16),
        blocks * BLOCK_ENTRY,
        "vhd: the image is cut short: its block table lies beyond its end");
  }

  private static void requireType(int expected, Head bytes, int footer) throws DiskFormatException {
    int type = type(bytes, footer);
    require(type != DIFFERENCING, "vhd: disks with a parent are not allowed");
    require(type == expected, "vhd: disk type %d is not allowed".formatted(type));
  }

  private static int type(Head bytes, int footer) {
    return bytes.bigInt(footer + 60);
  }

  private static long size(Head bytes, int footer) throws DiskFormatException {
    long size = bytes.bigLong(footer + 48);
    require(size >= 0, "vhd: the virtual size is not sane");
    return size;
  }

  private static boolean isIntact(Head bytes, int from, int length, int checksumAt) {
    int sum = 0;
    for (int at = 0; at < length; at++) {
      sum += at >= checksumAt && at < checksumAt + 4 ? 0 : bytes.unsignedByte(from + at);
    }
    return ~sum == bytes.bigInt(from + checksumAt);
  }
}
