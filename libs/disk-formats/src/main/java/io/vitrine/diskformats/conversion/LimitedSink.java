package io.vitrine.diskformats.conversion;

import io.vitrine.diskformats.ByteSink;
import io.vitrine.diskformats.DiskFormatException;
import java.io.IOException;

/** Refuses an image that becomes too large; how large a packed one becomes, only packing tells. */
public final class LimitedSink implements ByteSink {
  private final ByteSink sink;
  private final long most;
  private long left;

  /**
   * @param most bytes
   */
  public LimitedSink(ByteSink sink, long most) {
    this.sink = sink;
    this.most = most;
    this.left = most;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    take(length);
    sink.write(bytes, offset, length);
  }

  @Override
  public void writeZeros(long count) throws IOException {
    take(count);
    sink.writeZeros(count);
  }

  @Override
  public void reserveHead(int length) throws IOException {
    take(length);
    sink.reserveHead(length);
  }

  @Override
  public void putHead(byte[] head) throws IOException {
    sink.putHead(head);
  }

  private void take(long count) throws DiskFormatException {
    if (count > left) {
      throw new DiskFormatException(
          "the result would have more than %d bytes, the most allowed".formatted(most));
    }
    left -= count;
  }
}
