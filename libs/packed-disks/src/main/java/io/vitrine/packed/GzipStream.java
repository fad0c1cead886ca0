package io.vitrine.packed;

import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;

/** The members of a gzip (RFC 1952) one after the other, with zeros as padding behind them. */
final class GzipStream implements Decoder {
  private static final int MAGIC = 0x8b1f;
  private static final int DEFLATE = 8;
  private static final int HEADER_SUM = 1 << 1;
  private static final int EXTRA = 1 << 2;
  private static final int NAME = 1 << 3;
  private static final int COMMENT = 1 << 4;
  private static final int RESERVED = 0xe0;

  private final PackedInput input;
  private final Inflating member;
  private final CRC32 headerSum = new CRC32();
  private boolean inMember;

  GzipStream(PackedInput input) throws IOException {
    this.input = input;
    this.member = new Inflating(input);
    openMember();
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException, DataFormatException {
    while (inMember) {
      int now = member.read(target, from, length);
      if (now >= 0) {
        return now;
      }
      checkTrailer();
      inMember = false;
      if (Padding.isFollowedByMore(Packing.GZIP, input)) {
        openMember();
      }
    }
    return -1;
  }

  private void checkTrailer() throws IOException, DataFormatException {
    boolean sumFits = input.needLittleEndian(4) == member.crc();
    // The size is told modulo 4 GiB.
    boolean sizeFits = input.needLittleEndian(4) == (member.length() & 0xffff_ffffL);
    if (!sumFits || !sizeFits) {
      throw new DataFormatException("the checksum or the size of a member is another");
    }
  }

  private void openMember() throws IOException {
    headerSum.reset();
    int magic = next() | next() << Byte.SIZE;
    int method = next();
    int flags = next();
    if (magic != MAGIC || method != DEFLATE || (flags & RESERVED) != 0) {
      throw new PackedDiskException(
          "gzip: something follows the data that is neither another member nor padding, or a header is damaged");
    }
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(next() | next() << Byte.SIZE);
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_SUM) != 0
        && (headerSum.getValue() & 0xffff) != input.needLittleEndian(Short.BYTES)) {
      throw new PackedDiskException("gzip: a header is damaged");
    }
    member.restart();
    inMember = true;
  }

  private int next() throws IOException {
    int next = input.need();
    headerSum.update(next);
    return next;
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      next();
    }
  }

  private void skipText() throws IOException {
    while (next() != 0) {}
  }

  @Override
  public void close() {
    member.close();
  }
}
