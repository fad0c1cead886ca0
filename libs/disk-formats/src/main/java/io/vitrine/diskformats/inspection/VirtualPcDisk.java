package io.vitrine.diskformats.inspection;

import static io.vitrine.diskformats.inspection.Seen.require;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.vhd.VhdFooter;
import io.vitrine.diskformats.vhd.VhdHeader;

/**
 * VHD. A fixed disk is the guest's bytes and a footer behind them, so only its end tells; the
 * others begin with a copy of their footer, and a header that leads to their blocks.
 */
final class VirtualPcDisk {
  private VirtualPcDisk() {}

  /**
   * Whether the last bytes are a footer. A damaged one is taken for a guest's data, since readers
   * do so.
   */
  static boolean hasFooter(Head tail) {
    return tail.has(0, VhdFooter.BYTES) && VhdFooter.isIntact(lastSector(tail));
  }

  private static byte[] lastSector(Head tail) {
    return tail.copy(tail.length() - VhdFooter.BYTES, VhdFooter.BYTES);
  }

  /** Judges an image that ends with a footer and does not begin with one. */
  static Inspection checkFixed(Seen seen) throws DiskFormatException {
    VhdFooter footer = VhdFooter.parse(lastSector(seen.tail()));
    require(
        footer.type() != VhdFooter.DYNAMIC, "vhd: the copy of the footer at the front is missing");
    footer.requireType(VhdFooter.FIXED);
    seen.requireInside(
        footer.currentSize(), VhdFooter.BYTES, "vhd: the disk is larger than its image");
    return seen.accept(DiskFormat.VHD, footer.currentSize());
  }

  /** Judges an image that begins with the copy of a footer. */
  static Inspection checkDynamic(Seen seen) throws DiskFormatException {
    Head head = seen.head();
    require(head.has(0, VhdFooter.BYTES), "vhd: the header is cut short");
    VhdFooter footer = VhdFooter.parse(head.copy(0, VhdFooter.BYTES));
    require(footer.type() != VhdFooter.FIXED, "vhd: a fixed disk does not begin with a footer");
    footer.requireType(VhdFooter.DYNAMIC);
    long at = footer.headerOffset();
    require(
        at >= VhdFooter.BYTES && at <= head.length() - VhdHeader.BYTES,
        "vhd: the header is misplaced");
    VhdHeader.parse(head.copy((int) at, VhdHeader.BYTES))
        .checkFits(footer.currentSize(), seen.lengthOrMost());
    if (seen.ended() && hasFooter(seen.tail())) {
      require(
          VhdFooter.parse(lastSector(seen.tail())).equals(footer),
          "vhd: the footer contradicts its copy at the front");
    }
    return seen.accept(DiskFormat.VHD, footer.currentSize());
  }
}
