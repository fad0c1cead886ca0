package io.vitrine.packed;

import java.io.IOException;
import java.util.zip.DataFormatException;

/**
 * Unpacks. Whatever it throws is the packed bytes' fault, unless their source failed: an {@link
 * java.io.EOFException} says that they end too early.
 */
interface Decoder extends AutoCloseable {

  /** At least one byte (of a {@code length} above 0), or -1 at the end, all sums checked. */
  int read(byte[] target, int from, int length) throws IOException, DataFormatException;

  @Override
  void close();

  /** Makes a decoder; it may read from the input already. */
  @FunctionalInterface
  interface Factory {
    Decoder open(PackedInput input) throws IOException;
  }
}
