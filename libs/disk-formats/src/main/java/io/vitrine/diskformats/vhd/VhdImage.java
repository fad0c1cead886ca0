package io.vitrine.diskformats.vhd;

import static io.vitrine.diskformats.vhd.VhdFooter.require;

import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.GuestDisk;
import io.vitrine.diskformats.RandomAccessSource;
import io.vitrine.diskformats.RawDisk;
import io.vitrine.diskformats.blocks.BlockDisk;
import java.io.IOException;

/**
 * An untrusted VHD, fixed or dynamic. Memory is bounded by the table cache and what one read asks
 * for. Entries of the block table are checked when they are first needed: an image that opens may
 * still turn out to be damaged while it is read.
 */
public final class VhdImage {
  /** What the format's writers and readers agree on: 2040 GiB. */
  private static final long MAX_VIRTUAL_SIZE = 2040L << 30;

  private VhdImage() {}

  /**
   * Reads the few sectors that tell what there is. A fixed disk has its footer at the end only; of
   * a dynamic one the copy at the front counts.
   *
   * @throws DiskFormatException if the image is damaged, has a parent, or is not a VHD
   */
  public static GuestDisk open(RandomAccessSource source) throws IOException {
    require(source.size() >= VhdFooter.BYTES, "vhd: the image is cut short");
    byte[] front = read(source, 0, VhdFooter.BYTES);
    return VhdFooter.holds(front, VhdFooter.COOKIE)
        ? openDynamic(source, VhdFooter.parse(front))
        : openFixed(source);
  }

  private static GuestDisk openFixed(RandomAccessSource source) throws IOException {
    long end = source.size() - VhdFooter.BYTES;
    VhdFooter footer = VhdFooter.parse(read(source, end, VhdFooter.BYTES));
    footer.requireType(VhdFooter.FIXED);
    checkSize(footer);
    require(footer.virtualSize() <= end, "vhd: the disk is larger than its image");
    return new RawDisk(source, footer.virtualSize());
  }

  private static GuestDisk openDynamic(RandomAccessSource source, VhdFooter footer)
      throws IOException {
    footer.requireType(VhdFooter.DYNAMIC);
    checkSize(footer);
    long at = footer.headerOffset();
    require(
        at >= VhdFooter.BYTES && at <= source.size() - VhdHeader.BYTES,
        "vhd: the header is misplaced");
    VhdHeader header = VhdHeader.parse(read(source, at, VhdHeader.BYTES));
    header.checkFits(footer.virtualSize(), source.size());
    return new BlockDisk(source, new DynamicBlocks(source, header, footer.virtualSize()));
  }

  private static void checkSize(VhdFooter footer) throws DiskFormatException {
    require(
        footer.virtualSize() <= MAX_VIRTUAL_SIZE,
        "vhd: the virtual size %d is not sane".formatted(footer.virtualSize()));
  }

  private static byte[] read(RandomAccessSource source, long offset, int length)
      throws IOException {
    byte[] bytes = new byte[length];
    source.readFully(offset, bytes, 0, length);
    return bytes;
  }
}
