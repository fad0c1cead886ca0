package io.vitrine.diskformats;

import java.io.IOException;

/**
 * Gets a disk from front to back, in chunks that begin at multiples of 4 MiB.
 *
 * @param <T> what becomes of a chunk before it is its turn
 */
public interface ChunkReceiver<T> {

  /**
   * Does to a chunk what can be done without knowing those before it.
   *
   * @param bytes stay as they are until {@link #data} has returned
   * @implSpec Safe for use by several threads at once.
   */
  T prepare(byte[] bytes, int length) throws IOException;

  /** Takes a chunk, in order; with {@link #zeros} from one thread. */
  void data(T chunk) throws IOException;

  /** Takes so many zeros, in order. */
  void zeros(long count) throws IOException;
}
