package io.vitrine.diskformats.inspection;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.qcow2.Qcow2Header;
import java.util.EnumSet;
import java.util.Set;

/** Which formats an image's first bytes claim; more than one is possible, and suspicious. */
final class Signatures {
  static final int ISO_DESCRIPTOR = 32 * 1024;

  private static final int VDI_SIGNATURE = 0xBEDA107F;
  private static final byte[] LUKS = {'L', 'U', 'K', 'S', (byte) 0xba, (byte) 0xbe};
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
    if (head.holds(0, "conectix")) {
      found.add(DiskFormat.VHD);
    }
    if (head.holds(0, "vhdxfile")) {
      found.add(DiskFormat.VHDX);
    }
    if (head.holds(0, "KDMV") || head.holds(0, "# Disk DescriptorFile")) {
      found.add(DiskFormat.VMDK);
    }
    if (head.has(64, 4) && head.littleInt(64) == VDI_SIGNATURE) {
      found.add(DiskFormat.VDI);
    }
    if (head.holds(0, LUKS)) {
      found.add(DiskFormat.LUKS);
    }
    if (isIso(head)) {
      found.add(DiskFormat.ISO);
    }
    if (hasBootSignature(head) && !isFatBootSector(head)) {
      found.add(DiskFormat.GPT);
    }
    return found;
  }

  private static boolean isIso(Head head) {
    int name = ISO_DESCRIPTOR + 1;
    return head.holds(name, "CD001") || head.holds(name, "NSR02") || head.holds(name, "NSR03");
  }

  private static boolean hasBootSignature(Head head) {
    return head.has(510, 2) && head.littleShort(510) == BOOT_SIGNATURE;
  }

  private static boolean isFatBootSector(Head head) {
    return head.unsignedByte(16) == FAT_COPIES && head.unsignedByte(21) == FAT_FIXED_DISK;
  }
}
