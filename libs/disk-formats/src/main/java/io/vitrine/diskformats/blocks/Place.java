package io.vitrine.diskformats.blocks;

/** Where a block is; all numbers are bytes. */
public sealed interface Place {

  /**
   * Nowhere: it reads as zeros.
   *
   * @param until the offset in the disk up to which this is known, beyond the one asked for; may
   *     lie beyond the end of the disk
   */
  record Zeros(long until) implements Place {}

  /**
   * At an offset of the image, as it is.
   *
   * @param offset of the block's first byte; not negative, but perhaps beyond the image's end
   * @param until the offset in the disk up to which this is known, beyond the one asked for; may
   *     lie beyond the end of the block, where it does not hold
   */
  record Plain(long offset, long until) implements Place {

    /** The whole block. */
    public Plain(long offset) {
      this(offset, Long.MAX_VALUE);
    }
  }

  /**
   * Packed, in a range that lies inside the image.
   *
   * @param length an upper bound: what follows the packed block may be in the range too
   */
  record Packed(long offset, int length) implements Place {}
}
