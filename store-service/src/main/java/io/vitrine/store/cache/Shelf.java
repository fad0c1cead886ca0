package io.vitrine.store.cache;

import io.vitrine.store.cache.ImageCache.Pruned;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a cache and the room that they take: a file counts from before it is begun until
 * it is gone. Guarded by the cache.
 */
final class Shelf {
  private final CacheDirectory directory;
  private final long maxSize;
  private final CacheCounters counters;

  /** The longest unread first. */
  private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /** Those that are only there for who still reads them. */
  private final Set<Entry> leaving = new HashSet<>();

  private long used;

  Shelf(CacheDirectory directory, long maxSize, CacheCounters counters) {
    this.directory = directory;
    this.maxSize = maxSize;
    this.counters = counters;
  }

  /** Bytes that are taken, those on their way included. */
  long used() {
    return used;
  }

  List<Entry> all() {
    return List.copyOf(entries.values());
  }

  @Nullable Entry find(String hash) {
    return entries.get(hash);
  }

  boolean has(Entry entry) {
    return entries.get(entry.hash) == entry;
  }

  /** Adds one for which there is room. */
  void add(Entry entry) {
    entries.put(entry.hash, entry);
    used += entry.size;
  }

  /** Lets what can go, go, if that is enough; otherwise nothing. */
  boolean makeRoom(long size) {
    long canGo =
        entries.values().stream().filter(Entry::canGo).mapToLong(entry -> entry.size).sum();
    if (used - canGo + size > maxSize) {
      return false;
    }
    evict(maxSize - size);
    return true;
  }

  /** Lets the longest unread go until no more than this is used, or nothing more can go. */
  Pruned evict(long limit) {
    int files = 0;
    long bytes = 0;
    for (Iterator<Entry> all = entries.values().iterator(); used > limit && all.hasNext(); ) {
      Entry entry = all.next();
      if (entry.canGo()) {
        all.remove();
        remove(entry);
        files++;
        bytes += entry.size;
        counters.eviction();
      }
    }
    return new Pruned(files, bytes);
  }

  /** The last reader is gone. */
  void unread(Entry entry) {
    if (leaving.remove(entry)) {
      remove(entry);
    } else if (entry.isInVain()) {
      discard(entry);
    }
  }

  /** Nobody finds it any more; who reads it reads on. */
  void discard(Entry entry) {
    entries.remove(entry.hash, entry);
    if (entry.fill != null) {
      entry.fill.cancel();
    } else if (entry.readers > 0) {
      leaving.add(entry);
    } else {
      remove(entry);
    }
  }

  /** One that has not come. */
  void giveUp(Entry entry, Path file) {
    entries.remove(entry.hash, entry);
    directory.delete(file);
    used -= entry.size;
  }

  private void remove(Entry entry) {
    // The same bytes may have come again while the last one read the old file.
    Entry heir = entries.get(entry.hash);
    if (heir == null || !heir.isComplete()) {
      directory.delete(entry.hash);
    }
    used -= entry.size;
  }

  /** Deletes files that belong to nothing, and forgets those that are not what they were. */
  void clean() throws IOException {
    all().stream()
        .filter(Entry::isComplete)
        .filter(entry -> !directory.has(entry))
        .forEach(this::discard);
    Set<String> kept = new HashSet<>(entries.keySet());
    leaving.forEach(entry -> kept.add(entry.hash));
    Set<Path> coming =
        entries.values().stream()
            .flatMap(entry -> Stream.ofNullable(entry.fill))
            .map(Fill::file)
            .collect(Collectors.toSet());
    directory.clean(kept, coming);
  }
}
