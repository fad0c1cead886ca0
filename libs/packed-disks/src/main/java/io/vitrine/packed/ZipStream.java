package io.vitrine.packed;

import java.io.EOFException;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;

/** Unpacks the one file of a zip, which must be what the directory says, to the last byte. */
final class ZipStream implements Decoder {
  private final ZipEntry entry;
  private final PackedInput input;
  private final Inflating inflating;
  private final CRC32 crc = new CRC32();
  private long length;

  ZipStream(ZipEntry entry, PackedInput input) {
    this.entry = entry;
    this.input = input;
    this.inflating = new Inflating(input);
  }

  @Override
  public int read(byte[] target, int from, int most) throws IOException, DataFormatException {
    int now = entry.stored() ? input.read(target, from, most) : inflating.read(target, from, most);
    if (now > 0) {
      length += now;
      if (entry.stored()) {
        crc.update(target, from, now);
      }
    }
    if (length > entry.length() || (now < 0 && input.more())) {
      throw new DataFormatException("there is more data than the directory says");
    }
    if (now < 0) {
      checkSums();
    }
    return now;
  }

  private void checkSums() throws IOException, DataFormatException {
    if (length < entry.length()) {
      throw new EOFException();
    }
    if ((entry.stored() ? crc.getValue() : inflating.crc()) != entry.crc()) {
      throw new DataFormatException("the checksum is another");
    }
  }

  @Override
  public void close() {
    inflating.close();
  }
}
