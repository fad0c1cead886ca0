package io.vitrine.packed;

import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * One deflate stream after the other, with the checksum and the size of each. {@link
 * java.util.zip.GZIPInputStream} will not do: it takes a damaged second member for padding, and
 * ends.
 */
final class Inflating implements AutoCloseable {
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final PackedInput input;

  Inflating(PackedInput input) {
    this.input = input;
  }

  void restart() {
    inflater.reset();
    crc.reset();
  }

  /** Bytes, or -1 once at the end of the stream; the input is right behind it then. */
  int read(byte[] target, int from, int length) throws IOException, DataFormatException {
    while (true) {
      int now = inflater.inflate(target, from, length);
      if (now > 0) {
        crc.update(target, from, now);
        return now;
      }
      if (inflater.finished()) {
        input.takeBack(inflater.getRemaining());
        return -1;
      }
      if (!inflater.needsInput()) {
        throw new DataFormatException("a dictionary is asked for");
      }
      input.feed(inflater);
    }
  }

  long crc() {
    return crc.getValue();
  }

  long length() {
    return inflater.getBytesWritten();
  }

  @Override
  public void close() {
    inflater.end();
  }
}
