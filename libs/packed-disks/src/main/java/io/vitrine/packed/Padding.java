package io.vitrine.packed;

import java.io.IOException;

/** Zeros behind the data, as tapes and block devices leave them. */
final class Padding {
  private Padding() {}

  /**
   * Whether another stream starts right here. Zeros up to the end are taken.
   *
   * @throws PackedDiskException if there is something behind zeros: another disk to who skips them
   */
  static boolean isFollowedByMore(Packing packing, PackedInput input) throws IOException {
    boolean padded = false;
    while (input.peek() == 0) {
      input.read();
      padded = true;
    }
    if (padded && input.more()) {
      throw new PackedDiskException(packing + ": something follows the padding behind the data");
    }
    return input.more();
  }
}
