package io.vitrine.diskformats.inspection;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.ploop.PloopHeader;
import io.vitrine.diskformats.qcow2.Qcow2Header;
import io.vitrine.diskformats.vhd.VhdFooter;
import java.util.EnumSet;
import java.util.Set;

/** Which formats an image's first bytes claim; more than one is possible, and suspicious. */
final class Signatures {
  private static final String HYPER_V = "vhdxfile";
  private static final int BOOT_SIGNATURE = 0xAA55;
  private static final int FAT_COPIES = 2;
  private static final int FAT_FIXED_DISK = 0xF8;

  private Signatures() {}

  static Set<DiskFormat> of(Head head) {
    Set<DiskFormat> found = EnumSet.noneOf(DiskFormat.class);
    if (head.has(0, 4) && head.bigInt(0) == Qcow2Header.MAGIC) {
      found.add(DiskFormat.QCOW2);
    }
    if (head.holds(0, "QED\0")) {
      found.add(DiskFormat.QED);
    }
    if (head.holds(0, VhdFooter.COOKIE)) {
      found.add(DiskFormat.VHD);
    }
    if (head.holds(0, HYPER_V)) {
      found.add(DiskFormat.VHDX);
    }
    if (head.holds(0, VmwareDisk.SPARSE)
        || head.holds(0, VmwareDisk.SPARSE_OF_ESX)
        || VmwareDescriptor.isOne(head)) {
      found.add(DiskFormat.VMDK);
    }
    if (head.has(VirtualBoxDisk.SIGNATURE_AT, 4)
        && head.littleInt(VirtualBoxDisk.SIGNATURE_AT) == VirtualBoxDisk.SIGNATURE) {
      found.add(DiskFormat.VDI);
    }
    if (head.holds(0, PloopHeader.MAGIC) || head.holds(0, PloopHeader.MAGIC_OF_LARGE_DISKS)) {
      found.add(DiskFormat.PLOOP);
    }
    if (head.holds(0, LuksDisk.SIGNATURE)) {
      found.add(DiskFormat.LUKS);
    }
    if (OpticalDisc.isOne(head)) {
      found.add(DiskFormat.ISO);
    }
    if (hasBootSignature(head) && !isFatBootSector(head)) {
      found.add(DiskFormat.GPT);
    }
    return found;
  }

  /** Whether the image's first bytes tell of a format whose head is a long one. */
  static boolean tellMoreFurtherBack(Head head) {
    return head.holds(0, VmwareDisk.SPARSE) || head.holds(0, HYPER_V);
  }

  private static boolean hasBootSignature(Head head) {
    return head.has(510, 2) && head.littleShort(510) == BOOT_SIGNATURE;
  }

  private static boolean isFatBootSector(Head head) {
    return head.unsignedByte(16) == FAT_COPIES && head.unsignedByte(21) == FAT_FIXED_DISK;
  }
}
