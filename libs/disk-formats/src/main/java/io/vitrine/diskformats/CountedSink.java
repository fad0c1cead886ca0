package io.vitrine.diskformats;

import java.io.IOException;

/** Knows how far another sink is. */
public final class CountedSink implements ByteSink {
  private final ByteSink sink;
  private long position;

  public CountedSink(ByteSink sink) {
    this.sink = sink;
  }

  /** The offset of the next byte. */
  public long position() {
    return position;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    sink.write(bytes, offset, length);
    position += length;
  }

  @Override
  public void writeZeros(long count) throws IOException {
    sink.writeZeros(count);
    position += count;
  }

  /** Adds zeros up to the next multiple of so many bytes. */
  public void align(int bytes) throws IOException {
    writeZeros(Math.ceilDiv(position, (long) bytes) * bytes - position);
  }

  @Override
  public void reserveHead(int length) throws IOException {
    sink.reserveHead(length);
    position += length;
  }

  @Override
  public void putHead(byte[] head) throws IOException {
    sink.putHead(head);
  }
}
