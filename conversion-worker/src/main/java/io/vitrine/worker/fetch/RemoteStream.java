package io.vitrine.worker.fetch;

import java.util.OptionalLong;

/**
 * A remote source, read once from its first byte to its last, over as many connections as it takes.
 * What is read is one version of it: it goes on after a broken connection only where the server
 * gives the source an entity tag and keeps to it. For one thread.
 */
public sealed interface RemoteStream extends AutoCloseable permits SequentialStream, RangedStream {

  /** The size of the whole source, where the server says it. */
  OptionalLong announcedSize();

  /**
   * Reads some bytes. Blocks, and an interrupt ends that.
   *
   * @return how many; -1 at the end of the source, never before it
   */
  int read(byte[] into, int offset, int length) throws FetchException, InterruptedException;

  default int read(byte[] into) throws FetchException, InterruptedException {
    return read(into, 0, into.length);
  }

  @Override
  void close();
}
