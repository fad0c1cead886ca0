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
    if (virtualSize < 0) {
      throw new DiskFormatException(format + ": the virtual size is not sane");
    }
    return new Inspection.Accepted(format, OptionalLong.of(virtualSize), length, false);
  }

  /** For sizes that only the whole image tells. */
  Inspection accept(DiskFormat format) {
    return new Inspection.Accepted(format, OptionalLong.empty(), length, false);
  }

  static void require(boolean holds, String otherwise) throws DiskFormatException {
    if (!holds) {
      throw new DiskFormatException(otherwise);
    }
  }
}
