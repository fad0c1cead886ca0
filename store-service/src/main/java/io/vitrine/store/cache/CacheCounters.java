package io.vitrine.store.cache;

import java.util.concurrent.atomic.LongAdder;

/** What a cache has done since it was opened. */
public final class CacheCounters {
  private final LongAdder hits = new LongAdder();
  private final LongAdder hitBytes = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder fills = new LongAdder();
  private final LongAdder failedFills = new LongAdder();
  private final LongAdder refusals = new LongAdder();
  private final LongAdder evictions = new LongAdder();

  void hit(long bytes) {
    hits.increment();
    hitBytes.add(bytes);
  }

  void miss() {
    misses.increment();
  }

  void fill() {
    fills.increment();
  }

  void failedFill() {
    failedFills.increment();
  }

  void refusal() {
    refusals.increment();
  }

  void eviction() {
    evictions.increment();
  }

  /** Reads that needed no read of a store, those behind a fill included. */
  public long hits() {
    return hits.sum();
  }

  /** Bytes asked for in {@link #hits}. */
  public long hitBytes() {
    return hitBytes.sum();
  }

  /** Reads that went to a store, those that began a fill included. */
  public long misses() {
    return misses.sum();
  }

  public long fills() {
    return fills.sum();
  }

  /** Fills whose bytes did not come, were wrong, or did not fit the disk. */
  public long failedFills() {
    return failedFills.sum();
  }

  /** Images for which no room could be made. */
  public long refusals() {
    return refusals.sum();
  }

  public long evictions() {
    return evictions.sum();
  }
}
