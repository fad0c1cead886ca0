package io.vitrine.diskformats;

import java.io.IOException;
import java.util.Objects;

/** An image whose first bytes are the disk. */
public record RawDisk(RandomAccessSource source, long virtualSize) implements GuestDisk {

  /** All of an image. */
  public RawDisk(RandomAccessSource source) {
    this(source, source.size());
  }

  @Override
  public void read(long from, byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, virtualSize());
    source.readFully(from, target, offset, length);
  }

  @Override
  public boolean readsAsZero(long from, long length) {
    return false;
  }
}
