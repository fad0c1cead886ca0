package io.vitrine.diskformats.inspection;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.qcow2.Qcow2Header;

/** QCOW2, by the header that its reader goes by, too. */
final class QemuDisk {
  private QemuDisk() {}

  static Inspection check(Seen seen) throws DiskFormatException {
    Head head = seen.head();
    int length = Math.min(head.length(), Qcow2Header.HEAD_BYTES);
    Qcow2Header header = Qcow2Header.parse(head.copy(0, length), length);
    if (seen.ended()) {
      header.checkFits(seen.length());
    }
    return seen.accept(DiskFormat.QCOW2, header.virtualSize());
  }
}
