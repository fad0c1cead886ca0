package io.vitrine.diskformats.ploop;

import static io.vitrine.diskformats.ploop.PloopHeader.require;

import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.TableCache;
import java.io.IOException;

/**
 * The block of an image that lists features which came later, such as bitmaps of what has changed
 * since a backup. None of them says anything about the disk as it is, so all that matters is that
 * none is there which would.
 */
final class FormatExtension {
  private static final long MAGIC = 0xAB23_4CEF_23DC_EA87L;
  private static final int FEATURES_AT = 24;

  private static final long END = 0;
  private static final long DIRTY_BITMAP = 0x2038_5FAE_252C_B34AL;
  private static final int FEATURE_HEADER = 24;
  private static final int IS_REQUIRED = 1;

  private FormatExtension() {}

  /**
   * Walks over the features.
   *
   * @param from where the block begins
   * @param length the block's, in bytes
   * @throws DiskFormatException if they are damaged or cut short, or one that is required is
   *     unknown
   */
  static void check(TableCache tables, long from, int length) throws IOException {
    require(tables.longAt(from) == MAGIC, "ploop: the format extension is damaged");
    long end = from + length;
    for (long at = from + FEATURES_AT; ; ) {
      require(at <= end - FEATURE_HEADER, "ploop: the format extension has no end");
      long feature = tables.longAt(at);
      if (feature == END) {
        return;
      }
      require(
          feature == DIRTY_BITMAP || (tables.longAt(at + 8) & IS_REQUIRED) == 0,
          "ploop: a feature that is required is unknown");
      at += FEATURE_HEADER + Math.ceilDiv(tables.unsignedIntAt(at + 16), 8L) * 8;
    }
  }
}
