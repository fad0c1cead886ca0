package io.vitrine.store.download;

import io.vitrine.objectstore.Failure;
import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.store.download.BlobLocation.Copy;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A range of an image's bytes, read from one copy while that works and then from the next one,
 * where the first broke off. Gives up when every copy has failed without another byte.
 */
final class CopiesStream extends InputStream {
  private static final Logger LOG = Logger.getLogger(CopiesStream.class);

  /** Opens the rest of the range from an absolute offset. */
  @FunctionalInterface
  interface Opener {
    InputStream open(Copy copy, long offset);
  }

  private final List<Copy> copies;
  private final Opener opener;
  private final long end;
  private long position;
  private int reading;
  private int failed;
  private @Nullable ObjectStoreException cause;
  private InputStream current;

  /**
   * Opens the first copy that can be.
   *
   * @throws ObjectStoreException if none can; that they are missing if all are
   */
  CopiesStream(List<Copy> copies, Opener opener, ByteRange range) {
    this.copies = copies;
    this.opener = opener;
    this.position = range.offset();
    this.end = range.offset() + range.length();
    this.current = openOne();
  }

  private InputStream openOne() {
    while (true) {
      try {
        return opener.open(copies.get(reading), position);
      } catch (ObjectStoreException e) {
        turnFrom(e);
      }
    }
  }

  private void turnFrom(ObjectStoreException failure) {
    failed++;
    // That it is missing here says nothing about a store that does not answer.
    cause = cause == null || cause.failure() == Failure.MISSING ? failure : cause;
    if (failed >= copies.size()) {
      throw cause;
    }
    LOG.warnf("Going on at %d with another copy: %s", position, failure.getMessage());
    reading = (reading + 1) % copies.size();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    Objects.checkFromIndexSize(at, length, into.length);
    if (position == end) {
      return -1;
    }
    while (true) {
      try {
        int got = current.read(into, at, length);
        position += got;
        failed = 0;
        cause = null;
        return got;
      } catch (ObjectStoreException e) {
        current.close();
        turnFrom(e);
        current = openOne();
      }
    }
  }

  @Override
  public void close() throws IOException {
    current.close();
  }
}
