package io.vitrine.diskformats.deflate;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks streams that hold a block each, one after the other; for one thread at a time. What
 * libdeflate declines is left to the JDK, so an image is taken or refused alike wherever it is
 * read.
 */
public final class BlockInflater implements AutoCloseable {
  private final LibDeflate.@Nullable Decompressor decompressor;
  private final Inflater inflater;
  private final byte[] beyond = new byte[1];
  private boolean seenWhole;

  public BlockInflater(Wrapping wrapping) {
    this(wrapping, LibDeflate.isInstalled());
  }

  BlockInflater(Wrapping wrapping, boolean byLibDeflate) {
    this.decompressor = byLibDeflate ? new LibDeflate.Decompressor(wrapping) : null;
    this.inflater = new Inflater(wrapping == Wrapping.BARE);
  }

  /**
   * Puts what a stream holds into the room. What would come after a full room, even the end of the
   * stream, is not asked.
   *
   * @return how many bytes it has put
   * @throws DataFormatException if the stream is damaged, or cut short before the room is full
   */
  public int inflate(byte[] packed, int from, int length, byte[] target, int at, int room)
      throws DataFormatException {
    if (decompressor != null) {
      int count = decompressor.decompress(packed, from, length, target, at, room);
      seenWhole = count >= 0;
      if (seenWhole) {
        return count;
      }
    }
    inflater.reset();
    inflater.setInput(packed, from, length);
    int done = 0;
    while (done < room && !inflater.finished()) {
      int now = inflater.inflate(target, at + done, room - done);
      if (now == 0 && !inflater.finished()) {
        throw new DataFormatException("the stream is cut short");
      }
      done += now;
    }
    return done;
  }

  /**
   * Whether the stream that was inflated last holds nothing more. The checksum is behind its last
   * byte, and only looked at on the way to the next.
   *
   * @throws DataFormatException if it is damaged there
   */
  public boolean ends() throws DataFormatException {
    return seenWhole
        || inflater.finished()
        || (inflater.inflate(beyond) == 0 && inflater.finished());
  }

  @Override
  public void close() {
    if (decompressor != null) {
      decompressor.close();
    }
    inflater.end();
  }
}
