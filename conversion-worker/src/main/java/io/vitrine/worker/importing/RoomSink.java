package io.vitrine.worker.importing;

import io.vitrine.diskformats.ByteSink;
import java.io.IOException;
import java.io.InterruptedIOException;

/** Asks for room as it is needed: how large something compressed becomes shows at its end. */
final class RoomSink implements ByteSink {
  private final ByteSink sink;
  private final ResultRoom room;
  private final String what;
  private long taken;

  /**
   * @param what is written, as the subject of a sentence
   */
  RoomSink(ByteSink sink, ResultRoom room, String what) {
    this.sink = sink;
    this.room = room;
    this.what = what;
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

  private void take(long bytes) throws IOException {
    taken += bytes;
    try {
      room.require(what, taken);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("no room was asked for: the run is cancelled");
    }
  }
}
