package io.vitrine.diskformats;

import java.io.IOException;

/**
 * The bytes of an image, readable at any offset. The bytes do not change while they are read.
 *
 * @implSpec Safe for use by several threads at once. A read that is interrupted ends soon, with an
 *     exception.
 */
public interface RandomAccessSource {

  long size();

  /**
   * Fills {@code target[from, from + length)} with the bytes at {@code offset}. Callers ask for
   * ranges inside {@link #size()} only, and join neighbours, so one call may be one remote request.
   */
  void readFully(long offset, byte[] target, int from, int length) throws IOException;
}
