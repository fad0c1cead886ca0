package io.vitrine.diskformats.inspection;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.vhdx.VhdxFront;
import io.vitrine.diskformats.vhdx.VhdxHeader;
import io.vitrine.diskformats.vhdx.VhdxMetadata;

/** VHDX: its size and its parent are told in a region that a table at the front points to. */
final class HyperVDisk {
  static final int METADATA_BYTES = VhdxMetadata.BYTES;

  private HyperVDisk() {}

  /** Where the metadata region begins. */
  static long metadataRegion(Seen seen) throws DiskFormatException {
    return front(seen).metadata().offset();
  }

  static Inspection check(Seen seen) throws DiskFormatException {
    if (VhdxHeader.parse(frontBytes(seen)).hasPendingChanges()) {
      // They may be to anything, and come before what they change.
      return new Inspection.ToConvert(DiskFormat.VHDX, VhdxFront.PENDING);
    }
    front(seen);
    Head metadata = seen.metadata();
    return seen.ended() || metadata.length() == METADATA_BYTES
        ? seen.accept(
            DiskFormat.VHDX, VhdxMetadata.parse(metadata.copy(0, metadata.length())).virtualSize())
        : seen.accept(DiskFormat.VHDX);
  }

  private static VhdxFront front(Seen seen) throws DiskFormatException {
    return VhdxFront.parse(frontBytes(seen), seen.lengthOrMost());
  }

  private static byte[] frontBytes(Seen seen) {
    return seen.head().copy(0, Math.min(seen.head().length(), VhdxFront.BYTES));
  }
}
