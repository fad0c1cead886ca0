package io.vitrine.packed;

/**
 * How much may come out of a packed disk.
 *
 * @param maxBytes the most bytes that the disk may have
 * @param maxRatio the most bytes of disk for each packed byte, once the disk has more than {@value
 *     #FREE_BYTES} bytes. Where a bomb and an empty disk look the same: deflate reaches 1032, the
 *     others thousands and more of zeros. {@link #ANY_RATIO} leaves it to {@code maxBytes}
 */
public record Limits(long maxBytes, long maxRatio) {
  public static final long ANY_RATIO = Long.MAX_VALUE;
  static final long FREE_BYTES = 64L << 20;

  public Limits {
    if (maxBytes < 1 || maxRatio < 1) {
      throw new IllegalArgumentException(
          "limits must be positive: %d bytes, ratio %d".formatted(maxBytes, maxRatio));
    }
  }

  public static Limits ofBytes(long maxBytes) {
    return new Limits(maxBytes, ANY_RATIO);
  }

  void check(Packing packing, long unpacked, long packed) throws PackedDiskException {
    if (unpacked > maxBytes) {
      throw new PackedDiskException(
          "%s: the disk inside is larger than %d bytes, the most that is allowed here"
              .formatted(packing, maxBytes));
    }
    if (unpacked > FREE_BYTES && unpacked / Math.max(1, packed) >= maxRatio) {
      throw new PackedDiskException(
          "%s: the disk inside is more than %d times as large as it is packed, which is not allowed here"
              .formatted(packing, maxRatio));
    }
  }
}
