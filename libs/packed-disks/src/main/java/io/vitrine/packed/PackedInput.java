package io.vitrine.packed;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The packed bytes on their way into a decoder: buffered, counted, and able to tell afterwards
 * whether it was the source that failed. For one thread.
 */
final class PackedInput extends InputStream {
  private static final int BUFFER = 64 << 10;

  private final InputStream source;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private long fetched;
  private @Nullable Exception failure;

  PackedInput(InputStream source) {
    this.source = source;
  }

  /** Bytes that a decoder has taken. */
  long taken() {
    return fetched - (limit - position);
  }

  /** What the source threw, if it ever did: then the packed bytes are not to blame. */
  @Nullable Exception failure() {
    return failure;
  }

  /** Whether there is a byte more. */
  boolean more() throws IOException {
    return position < limit || fill();
  }

  /** The next byte without taking it, or -1. */
  int peek() throws IOException {
    return more() ? Byte.toUnsignedInt(buffer[position]) : -1;
  }

  @Override
  public int read() throws IOException {
    return more() ? Byte.toUnsignedInt(buffer[position++]) : -1;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!more()) {
      return -1;
    }
    int now = Math.min(length, limit - position);
    System.arraycopy(buffer, position, target, from, now);
    position += now;
    return now;
  }

  @Override
  public int available() {
    return limit - position;
  }

  int need() throws IOException {
    int next = read();
    if (next < 0) {
      throw new EOFException();
    }
    return next;
  }

  long needLittleEndian(int bytes) throws IOException {
    long value = 0;
    for (int shift = 0; shift < bytes * Byte.SIZE; shift += Byte.SIZE) {
      value |= (long) need() << shift;
    }
    return value;
  }

  /** Gives all that is buffered; {@link #takeBack} returns what was not used. */
  void feed(Inflater inflater) throws IOException {
    if (!more()) {
      throw new EOFException();
    }
    inflater.setInput(buffer, position, limit - position);
    position = limit;
  }

  void takeBack(int unused) {
    position -= unused;
  }

  private boolean fill() throws IOException {
    try {
      int now = source.read(buffer, 0, buffer.length);
      position = 0;
      limit = Math.max(0, now);
      fetched += limit;
      return limit > 0;
    } catch (IOException | RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
