package io.vitrine.packed;

import java.io.IOException;
import java.util.zip.DataFormatException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;

/** The streams of a bzip2 one after the other, with zeros as padding behind them. */
final class Bzip2Stream implements Decoder {

  /** Each stream takes a new decoder of some MiB, so tiny ones would cost far more than others. */
  private static final int FREE_STREAMS = 1000;

  private static final int LEAST_BYTES = 16 << 10;

  private final PackedInput input;
  private @Nullable BZip2CompressorInputStream stream;
  private long streams;
  private long unpacked;

  Bzip2Stream(PackedInput input) throws IOException {
    this.input = input;
    open();
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException, DataFormatException {
    while (stream != null) {
      int now = stream.read(target, from, length);
      if (now > 0) {
        unpacked += now;
        return now;
      }
      stream = null;
      if (Padding.isFollowedByMore(Packing.BZIP2, input)) {
        open();
      }
    }
    return -1;
  }

  private void open() throws IOException {
    streams++;
    if (streams > FREE_STREAMS + unpacked / LEAST_BYTES) {
      throw new PackedDiskException("bzip2: it is made of too many too small streams");
    }
    stream = new BZip2CompressorInputStream(input, false);
  }

  @Override
  public void close() {
    // Its streams hold nothing but memory, and would close the input.
  }
}
