package io.vitrine.store.cache;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file behind its {@link Fill}, and waits where there is nothing yet. When the fill fails,
 * it goes on from the image's home at its own place. For one reader, closed once.
 */
public final class FollowingStream extends InputStream {
  private static final Logger LOG = Logger.getLogger(FollowingStream.class);

  private final Fill fill;
  private final Home home;
  private final Runnable afterwards;
  private final FileChannel file;
  private final long end;
  private long position;
  private @Nullable InputStream fromHome;
  private boolean closed;

  FollowingStream(Fill fill, long offset, long length, Home home, Runnable afterwards)
      throws IOException {
    this.fill = fill;
    this.home = home;
    this.afterwards = afterwards;
    this.position = offset;
    this.end = offset + length;
    this.file = FileChannel.open(fill.file(), StandardOpenOption.READ);
  }

  /** Waits for the image's first bytes; whether there are any. */
  boolean awaitStart() {
    try {
      return fill.awaitBeyond(0) > 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    Objects.checkFromIndexSize(at, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (position == end) {
      return -1;
    }
    int wanted = (int) Math.min(length, end - position);
    int read = fromHome == null ? readFile(into, at, wanted) : fromHome.read(into, at, wanted);
    if (read < 0) {
      throw new IOException("the image ends too early, at byte " + position);
    }
    position += read;
    return read;
  }

  private int readFile(byte[] into, int at, int wanted) throws IOException {
    long there = fill.awaitBeyond(position);
    if (there > position) {
      int length = (int) Math.min(wanted, there - position);
      return file.read(ByteBuffer.wrap(into, at, length), position);
    }
    InputStream rest = home.open(position, end - position);
    fromHome = rest;
    leave();
    return rest.read(into, at, wanted);
  }

  /** What it does not read any more it need not hold. */
  private void leave() {
    if (!closed) {
      closed = true;
      afterwards.run();
      closeQuietly(file);
    }
  }

  @Override
  public void close() {
    leave();
    if (fromHome != null) {
      closeQuietly(fromHome);
    }
  }

  /** Nothing was written, so nothing is lost. */
  private static void closeQuietly(Closeable source) {
    try {
      source.close();
    } catch (IOException e) {
      LOG.debugf("Closing failed: %s", e.toString());
    }
  }
}
