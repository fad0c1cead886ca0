package io.vitrine.diskformats.vhdx;

import io.vitrine.diskformats.RandomAccessSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** An image with changes laid over it. What it has gained in length reads as zeros. */
final class ReplayedSource implements RandomAccessSource {
  private final RandomAccessSource image;
  private final long size;
  private final NavigableMap<Long, Change> changes;

  private ReplayedSource(RandomAccessSource image, long size, NavigableMap<Long, Change> changes) {
    this.image = image;
    this.size = size;
    this.changes = changes;
  }

  /** Collects changes, of which the later ones count. */
  static final class Builder {
    private final RandomAccessSource image;

    /** By where they begin; no two have a byte in common. */
    private final NavigableMap<Long, Change> changes = new TreeMap<>();

    Builder(RandomAccessSource image) {
      this.image = image;
    }

    void put(long from, Change change) {
      if (from < change.until()) {
        splitAt(from);
        splitAt(change.until());
        changes.subMap(from, change.until()).clear();
        changes.put(from, change);
      }
    }

    private void splitAt(long offset) {
      Map.Entry<Long, Change> before = changes.lowerEntry(offset);
      if (before != null && before.getValue().until() > offset) {
        changes.put(offset, before.getValue());
        changes.put(before.getKey(), before.getValue().endingAt(offset));
      }
    }

    /** Where the last change ends. */
    long end() {
      return changes.isEmpty() ? 0 : changes.lastEntry().getValue().until();
    }

    RandomAccessSource build(long size) {
      return new ReplayedSource(image, size, changes);
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void readFully(long offset, byte[] target, int from, int length) throws IOException {
    int there = Math.clamp(image.size() - offset, 0, length);
    if (there > 0) {
      image.readFully(offset, target, from, there);
    }
    Arrays.fill(target, from + there, from + length, (byte) 0);
    Long first = changes.floorKey(offset);
    long end = offset + length;
    for (Map.Entry<Long, Change> entry :
        changes.subMap(first == null ? offset : first, end).entrySet()) {
      long begin = Math.max(offset, entry.getKey());
      int count = (int) (Math.min(end, entry.getValue().until()) - begin);
      if (count > 0) {
        int at = from + (int) (begin - offset);
        entry.getValue().read(image, begin - entry.getKey(), target, at, count);
      }
    }
  }
}
