package io.vitrine.diskformats;

import java.util.ArrayList;
import java.util.List;

/** Remembers how much each read asked for. */
public final class WatchedSource implements RandomAccessSource {
  private final MemorySource bytes;
  private final List<Integer> lengths = new ArrayList<>();

  public WatchedSource(byte[] image) {
    this.bytes = new MemorySource(image);
  }

  /** Of the reads so far, in order; may be cleared. */
  public List<Integer> lengths() {
    return lengths;
  }

  @Override
  public long size() {
    return bytes.size();
  }

  @Override
  public void readFully(long offset, byte[] target, int from, int length) {
    lengths.add(length);
    bytes.readFully(offset, target, from, length);
  }
}
