package io.vitrine.store.upload.resumable;

import io.vitrine.objectstore.MultipartUpload.Part;
import java.util.List;

/**
 * How S3 wants a direct upload cut.
 *
 * @param size bytes of every part but the last
 * @param count of the parts
 */
public record PartSizes(long size, int count) {
  private static final long SMALLEST = 5L << 20;
  private static final long LARGEST = 5L << 30;
  private static final long USUAL = 64L << 20;
  static final int MOST = 10_000;

  /**
   * Cuts an image.
   *
   * @param wished bytes of a part; 0 leaves it to the server
   */
  static PartSizes of(long length, long wished) {
    long size = wished == 0 ? Math.max(USUAL, Math.ceilDiv(length, MOST)) : wished;
    long count = Math.ceilDiv(length, size);
    if (size > LARGEST || count > MOST || (size < SMALLEST && count > 1)) {
      throw new ResumableProblem.BadParts(
              "Parts have 5 MiB to 5 GiB, and there are at most 10000 of them.")
          .asException();
    }
    return new PartSizes(size, (int) count);
  }

  /** Refuses parts that are not the whole image. */
  static void require(List<Part> parts, long length) {
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (part.number() != i + 1) {
        throw incomplete("Part %d is missing.".formatted(i + 1));
      }
      if (part.size() < SMALLEST && i < parts.size() - 1) {
        throw incomplete("Part %d has fewer than 5 MiB.".formatted(part.number()));
      }
    }
    long sum = parts.stream().mapToLong(Part::size).sum();
    if (sum != length) {
      throw incomplete("The parts have %d bytes, %d were announced.".formatted(sum, length));
    }
  }

  private static RuntimeException incomplete(String message) {
    return new ResumableProblem.Incomplete(message).asException();
  }
}
