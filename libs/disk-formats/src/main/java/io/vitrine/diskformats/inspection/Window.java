package io.vitrine.diskformats.inspection;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A stretch of an image that is kept while the image flows past. */
final class Window {
  private final long start;
  private final byte[] bytes;
  private int length;

  Window(long start, int capacity) {
    this(start, new byte[capacity], 0);
  }

  private Window(long start, byte[] bytes, int length) {
    this.start = start;
    this.bytes = bytes;
    this.length = length;
  }

  long start() {
    return start;
  }

  int capacity() {
    return bytes.length;
  }

  int length() {
    return length;
  }

  boolean isFull() {
    return length == bytes.length;
  }

  Window enlarged(int capacity) {
    return new Window(start, Arrays.copyOf(bytes, capacity), length);
  }

  /** Takes what comes next of the stretch, if this holds it. */
  void offer(long position, byte[] from, int offset, int count) {
    long wanted = start + length;
    if (!isFull() && wanted >= position && wanted < position + count) {
      int skip = (int) (wanted - position);
      int now = Math.min(count - skip, bytes.length - length);
      System.arraycopy(from, offset + skip, bytes, length, now);
      length += now;
    }
  }

  /** Becomes the last bytes, dropping those from long ago. */
  void keepLast(byte[] from, int offset, int count) {
    int now = Math.min(count, bytes.length);
    int keep = Math.min(length, bytes.length - now);
    System.arraycopy(bytes, length - keep, bytes, 0, keep);
    System.arraycopy(from, offset + count - now, bytes, keep, now);
    length = keep + now;
  }

  Head asHead() {
    return new Head(ByteBuffer.wrap(bytes, 0, length));
  }
}
