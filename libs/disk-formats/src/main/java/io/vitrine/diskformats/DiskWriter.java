package io.vitrine.diskformats;

import java.io.IOException;

/**
 * Lays out a disk in some format; gets the guest's bytes in order, each once, between {@link
 * #begin} and {@link #end}.
 *
 * @param <T> what becomes of a chunk before it is its turn to be written
 */
public interface DiskWriter<T> extends ChunkReceiver<T>, AutoCloseable {

  /** Writes what comes before the guest's bytes. */
  default void begin() throws IOException {}

  /** Writes what comes behind them. */
  default void end() throws IOException {}

  /** To be called when no chunk is being prepared any more, however that came about. */
  @Override
  default void close() {}
}
