package io.vitrine.diskformats.inspection;

import static io.vitrine.diskformats.inspection.Seen.require;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;

/** VDI: one header, which tells the kind of the disk, its blocks, and the disk it builds upon. */
final class VirtualBoxDisk {
  static final int SIGNATURE_AT = 0x40;
  static final int SIGNATURE = 0xBEDA107F;

  private static final int HEADER = 512;
  private static final int MAJOR_VERSION = 1;
  private static final int DYNAMIC = 1;
  private static final int FIXED = 2;
  private static final int BLOCK_ENTRY = 4;
  private static final byte[] NOBODY = new byte[16];

  private VirtualBoxDisk() {}

  static Inspection check(Seen seen) throws DiskFormatException {
    Head head = seen.head();
    require(head.has(0, HEADER), "vdi: the header is cut short");
    int version = head.littleInt(0x44);
    require(version >>> 16 == MAJOR_VERSION, "vdi: version 0x%x is unknown".formatted(version));
    int type = head.littleInt(0x4c);
    require(
        type == DYNAMIC || type == FIXED,
        type == 3 || type == 4
            ? "vdi: disks with a parent are not allowed"
            : "vdi: image type %d is not allowed".formatted(type));
    require(
        head.holds(0x1a8, NOBODY) && head.holds(0x1b8, NOBODY),
        "vdi: disks with a parent are not allowed");
    long size = head.littleLong(0x170);
    long blockSize = head.unsignedLittleInt(0x178);
    long blocks = head.unsignedLittleInt(0x180);
    // The product of two ints fits; a size above Long.MAX_VALUE is negative, and refused below.
    require(size <= blocks * blockSize, "vdi: the disk is larger than all its blocks");
    seen.requireInside(
        head.unsignedLittleInt(0x154),
        blocks * BLOCK_ENTRY,
        "vdi: the image is cut short: its block map lies beyond its end");
    require(
        head.unsignedLittleInt(0x184) <= blocks,
        "vdi: there are more blocks in use than there are");
    return seen.accept(DiskFormat.VDI, size);
  }
}
