package io.vitrine.diskformats.conversion;

import io.vitrine.diskformats.GuestDisk;
import io.vitrine.diskformats.RandomAccessSource;
import java.io.IOException;
import java.util.Objects;

/** An image whose bytes are the disk. */
record RawDisk(RandomAccessSource source) implements GuestDisk {

  @Override
  public long virtualSize() {
    return source.size();
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
