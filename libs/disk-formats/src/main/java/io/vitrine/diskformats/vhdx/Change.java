package io.vitrine.diskformats.vhdx;

import static io.vitrine.diskformats.vhdx.VhdxFront.require;

import io.vitrine.diskformats.RandomAccessSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** What a range of an image is to be replaced by. */
sealed interface Change {

  /** Where the range ends, in bytes. */
  long until();

  /** The same for the front of its range. */
  Change endingAt(long earlier);

  /**
   * The bytes of the range.
   *
   * @param image the image without any change
   * @param skip how many to leave out
   */
  void read(RandomAccessSource image, long skip, byte[] target, int from, int length)
      throws IOException;

  /** Zeros, however many. */
  record Zeros(long until) implements Change {
    @Override
    public Change endingAt(long earlier) {
      return new Zeros(earlier);
    }

    @Override
    public void read(RandomAccessSource image, long skip, byte[] target, int from, int length) {
      Arrays.fill(target, from, from + length, (byte) 0);
    }
  }

  /** A sector that is known. */
  record Known(long until, ByteBuffer sector) implements Change {
    @Override
    public Change endingAt(long earlier) {
      throw new IllegalStateException("a sector is changed as a whole");
    }

    @Override
    public void read(RandomAccessSource image, long skip, byte[] target, int from, int length) {
      sector.get((int) skip, target, from, length);
    }
  }

  /**
   * A sector that is in the log, but for its ends, whose place there marks take: [MS-VHDX] 2.3.1.4.
   *
   * @param offset where in the image the log has it
   * @param number of the entry that it is part of
   * @param leading its first eight bytes
   * @param trailing its last four
   */
  record Logged(long until, long offset, long number, long leading, int trailing)
      implements Change {
    @Override
    public Change endingAt(long earlier) {
      throw new IllegalStateException("a sector is changed as a whole");
    }

    @Override
    public void read(RandomAccessSource image, long skip, byte[] target, int from, int length)
        throws IOException {
      byte[] bytes = new byte[LogEntry.SECTOR];
      image.readFully(offset, bytes, 0, bytes.length);
      ByteBuffer sector = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int last = bytes.length - Integer.BYTES;
      require(
          VhdxFront.holds(sector, 0, "data")
              && sector.getInt(4) == (int) (number >>> Integer.SIZE)
              && sector.getInt(last) == (int) number,
          "vhdx: the log is damaged: the data of a change are missing");
      sector.putLong(0, leading).putInt(last, trailing);
      sector.get((int) skip, target, from, length);
    }
  }
}
