package io.vitrine.diskformats.inspection;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import java.util.OptionalLong;

/**
 * What has been kept of an image.
 *
 * @param head its first bytes
 * @param metadata for VHDX, the front of its metadata region
 * @param tail its last bytes, of what has been seen
 * @param length how many bytes have been seen
 * @param ended whether that is all of it
 */
record Seen(Head head, Head metadata, Head tail, long length, boolean ended) {

  Inspection accept(DiskFormat format, long virtualSize) throws DiskFormatException {
    require(virtualSize >= 0, format + ": the virtual size is not sane");
    return new Inspection.Accepted(format, OptionalLong.of(virtualSize), length, false);
  }

  /** For sizes that only the whole image tells, or nothing does. */
  Inspection accept(DiskFormat format) {
    return new Inspection.Accepted(format, OptionalLong.empty(), length, false);
  }

  /** Refuses offsets and lengths as an image tells them that lead out of it; for now, or never. */
  void requireInside(long offset, long bytes, String otherwise) throws DiskFormatException {
    require(offset >= 0 && bytes >= 0, otherwise);
    require(!ended || (offset <= length && bytes <= length - offset), otherwise);
  }

  /** The image's length, or the largest number as long as it is not known. */
  long lengthOrMost() {
    return ended ? length : Long.MAX_VALUE;
  }

  static void require(boolean holds, String otherwise) throws DiskFormatException {
    if (!holds) {
      throw new DiskFormatException(otherwise);
    }
  }
}
