package io.vitrine.store.cache;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One file of a cache and the images that have these bytes. Guarded by the cache. */
final class Entry {
  final String hash;
  final String checksum;
  final long size;
  final Map<UUID, Usage> images = new LinkedHashMap<>();

  /** Null once the bytes are complete. */
  @Nullable Fill fill;

  Instant since;
  int readers;

  /** Whether somebody asked for it who does not read along. */
  boolean wanted;

  /** Whether the disk does not know yet what is known here. */
  boolean changed;

  /** How often an image was read here, and when for the last time. */
  record Usage(long hits, Instant last) {}

  Entry(String hash, String checksum, long size, Instant since) {
    this.hash = hash;
    this.checksum = checksum;
    this.size = size;
    this.since = since;
  }

  void add(UUID imageId, Instant now) {
    changed |= images.putIfAbsent(imageId, new Usage(0, now)) == null;
  }

  void hit(UUID imageId, Instant now) {
    images.merge(imageId, new Usage(1, now), (old, ignored) -> new Usage(old.hits() + 1, now));
    changed = true;
  }

  boolean isComplete() {
    return fill == null;
  }

  boolean canGo() {
    return isComplete() && readers == 0;
  }

  /** Whether it comes for nobody, and is so far from its end that it need not. */
  boolean isInVain() {
    return fill != null && !wanted && fill.position() < size / 2;
  }

  Instant lastAccessed() {
    return images.values().stream().map(Usage::last).max(Instant::compareTo).orElse(since);
  }

  Stream<HeldImage> held() {
    return images.entrySet().stream()
        .map(image ->
            new HeldImage(
                image.getKey(),
                HeldImage.State.CACHED,
                size,
                checksum,
                image.getValue().hits(),
                image.getValue().last(),
                since));
  }
}
