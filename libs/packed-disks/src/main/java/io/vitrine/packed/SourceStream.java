package io.vitrine.packed;

import io.vitrine.diskformats.RandomAccessSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * A range of a source from its first byte to its last. While one piece is used the next is on its
 * way, on a virtual thread, so that an interrupt of the reader ends the wait. For one reader.
 */
final class SourceStream extends InputStream {
  private static final int PIECE = 4 << 20;

  private final RandomAccessSource source;
  private final long end;
  private long asked;
  private byte[] piece = new byte[0];
  private byte[] spare = new byte[0];
  private int position;
  private int limit;
  private @Nullable FutureTask<Integer> ahead;

  SourceStream(RandomAccessSource source, long offset, long length) {
    this.source = source;
    this.asked = offset;
    this.end = offset + length;
  }

  @Override
  public int read() throws IOException {
    return position < limit || next() ? Byte.toUnsignedInt(piece[position++]) : -1;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position == limit && !next()) {
      return -1;
    }
    int now = Math.min(length, limit - position);
    System.arraycopy(piece, position, target, from, now);
    position += now;
    return now;
  }

  private boolean next() throws IOException {
    FutureTask<Integer> wanted = ahead == null ? ask() : ahead;
    if (wanted == null) {
      return false;
    }
    ahead = null;
    int arrived = await(wanted);
    byte[] used = piece;
    piece = spare;
    spare = used;
    position = 0;
    limit = arrived;
    ahead = ask();
    return true;
  }

  /** Fills the spare piece. */
  private @Nullable FutureTask<Integer> ask() {
    int length = (int) Math.min(PIECE, end - asked);
    if (length == 0) {
      return null;
    }
    if (spare.length < length) {
      spare = new byte[length];
    }
    byte[] target = spare;
    long from = asked;
    asked += length;
    FutureTask<Integer> task =
        new FutureTask<>(() -> {
          source.readFully(from, target, 0, length);
          return length;
        });
    Thread.ofVirtual().name("packed-disk-ahead").start(task);
    return task;
  }

  private static int await(FutureTask<Integer> task) throws IOException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted while reading");
      interrupted.initCause(e);
      throw interrupted;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IOException(e.getCause());
      }
    }
  }

  @Override
  public void close() {
    if (ahead != null) {
      ahead.cancel(true);
    }
  }
}
