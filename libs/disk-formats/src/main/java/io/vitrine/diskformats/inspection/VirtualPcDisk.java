package io.vitrine.diskformats.inspection;

import static io.vitrine.diskformats.inspection.Seen.require;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;

/** VHD, by the copy of its footer that dynamic disks begin with. */
final class VirtualPcDisk {
  private static final int FOOTER = 512;
  private static final int CHECKSUM_AT = 64;
  private static final int FIXED = 2;
  private static final int DYNAMIC = 3;

  private VirtualPcDisk() {}

  static Inspection check(Seen seen) throws DiskFormatException {
    Head head = seen.head();
    require(head.has(0, FOOTER), "vhd: the header is cut short");
    int sum = 0;
    for (int at = 0; at < FOOTER; at++) {
      sum += at >= CHECKSUM_AT && at < CHECKSUM_AT + 4 ? 0 : head.unsignedByte(at);
    }
    require(~sum == head.bigInt(CHECKSUM_AT), "vhd: the header's checksum is wrong");
    int type = head.bigInt(60);
    require(type == FIXED || type == DYNAMIC, "vhd: disk type %d is not allowed".formatted(type));
    return seen.accept(DiskFormat.VHD, head.bigLong(48));
  }
}
