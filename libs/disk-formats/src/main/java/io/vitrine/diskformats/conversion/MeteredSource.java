package io.vitrine.diskformats.conversion;

import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.RandomAccessSource;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stops an image whose tables make one conversion read the same bytes over and over: honest images
 * are read about once, plus the gaps between neighbours and the tables.
 */
final class MeteredSource implements RandomAccessSource {
  private static final int FACTOR = 8;
  private static final long ALLOWANCE = 64 << 20;

  private final RandomAccessSource source;
  private final AtomicLong left;

  MeteredSource(RandomAccessSource source) {
    this.source = source;
    this.left = new AtomicLong(FACTOR * source.size() + ALLOWANCE);
  }

  @Override
  public long size() {
    return source.size();
  }

  @Override
  public void readFully(long offset, byte[] target, int from, int length) throws IOException {
    if (left.addAndGet(-length) < 0) {
      throw new DiskFormatException("the image refers to the same data too many times");
    }
    source.readFully(offset, target, from, length);
  }
}
