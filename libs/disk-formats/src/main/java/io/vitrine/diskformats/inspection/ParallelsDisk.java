package io.vitrine.diskformats.inspection;

import static io.vitrine.diskformats.inspection.Seen.require;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.ploop.PloopHeader;

/** The expandable images of Parallels and ploop, by the header that their reader goes by, too. */
final class ParallelsDisk {
  private ParallelsDisk() {}

  static Inspection check(Seen seen) throws DiskFormatException {
    require(seen.head().has(0, PloopHeader.BYTES), "ploop: the header is cut short");
    PloopHeader header = PloopHeader.parse(seen.head().copy(0, PloopHeader.BYTES));
    seen.requireInside(
        0, header.tableEnd(), "ploop: the image is cut short: its block table lies beyond its end");
    return seen.accept(DiskFormat.PLOOP, header.virtualSize());
  }
}
