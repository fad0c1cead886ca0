package io.vitrine.objectstore;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * A range of an object, read over as many connections as it takes: a server may close one because
 * the reader is slow. Gives up when a new connection brings no byte at all.
 */
final class ResumingStream extends InputStream {

  /** Opens the rest of the range from an absolute offset. */
  @FunctionalInterface
  interface Opener {
    InputStream from(long offset);
  }

  private final S3Connection connection;
  private final ObjectKey key;
  private final Opener opener;
  private final long end;
  private long position;
  private InputStream current;

  ResumingStream(S3Connection connection, ObjectKey key, long offset, long length, Opener opener) {
    this.connection = connection;
    this.key = key;
    this.opener = opener;
    this.position = offset;
    this.end = offset + length;
    this.current = opener.from(offset);
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int at, int length) {
    Objects.checkFromIndexSize(at, length, into.length);
    if (position == end) {
      return -1;
    }
    if (length == 0) {
      return 0;
    }
    int wanted = (int) Math.min(length, end - position);
    int got;
    try {
      got = current.read(into, at, wanted);
    } catch (IOException broken) {
      got = -1;
    }
    if (got < 0) {
      got = resume(into, at, wanted);
    }
    position += got;
    return got;
  }

  private int resume(byte[] into, int at, int wanted) {
    return connection.retrying(
        "reading " + key,
        () -> {
          close();
          current = opener.from(position);
          int got = current.read(into, at, wanted);
          if (got < 0) {
            throw new IOException("the object ends at " + position + " instead of " + end);
          }
          return got;
        });
  }

  @Override
  public void close() {
    try {
      current.close();
    } catch (IOException e) {
      // The connection is gone, which is all that closing it is for.
    }
  }
}
