package io.vitrine.store.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Images on this node's disk, by their hash.
 *
 * <p>An image is read from its home once, by one {@link Fill}, however many ask for it meanwhile.
 * Room is made before a fill begins: it counts with its full size, so all files together never pass
 * the limit. What has not been read for the longest time goes first; what somebody reads stays, and
 * if nothing can go, an image is not cached.
 */
public final class ImageCache implements HotImages, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ImageCache.class);

  /** Who is farther ahead of a fill than this reads for himself. */
  private static final long CLOSE = 16L << 20;

  private final CacheDirectory directory;
  private final long maxSize;
  private final Admission admission;
  private final Executor threads;
  private final Clock clock;
  private final CacheCounters counters = new CacheCounters();

  private final Shelf shelf;

  /**
   * A cache in this directory, with what an earlier process left there.
   *
   * @param maxSize bytes of all files together
   * @param threads for fills; each blocks one of them
   * @throws IOException if the directory cannot be used
   */
  public ImageCache(
      Path directory, long maxSize, Admission admission, Executor threads, Clock clock)
      throws IOException {
    this.directory = CacheDirectory.open(directory);
    this.maxSize = maxSize;
    this.admission = admission;
    this.threads = threads;
    this.clock = clock;
    this.shelf = new Shelf(this.directory, maxSize, counters);
    this.directory.load().forEach(shelf::add);
    prune();
  }

  public CacheCounters counters() {
    return counters;
  }

  public long maxSize() {
    return maxSize;
  }

  /** Bytes that are taken, those on their way included. */
  public synchronized long used() {
    return shelf.used();
  }

  /** The images whose bytes are all here. */
  public synchronized List<HeldImage> held() {
    return shelf.all().stream().filter(Entry::isComplete).flatMap(Entry::held).toList();
  }

  /**
   * {@inheritDoc}
   *
   * @implSpec waits for the first bytes of an image that is on its way, as opening its home would:
   *     what cannot be read at all is no answer
   */
  @Override
  public Optional<CachedImage> open(CacheableImage image, long offset, long length, Home home) {
    Optional<CachedImage> opened = find(image, offset, length, home);
    if (opened.isPresent()
        && opened.get() instanceof CachedImage.Following following
        && !following.bytes().awaitStart()) {
      following.close();
      return Optional.empty();
    }
    return opened;
  }

  private synchronized Optional<CachedImage> find(
      CacheableImage image, long offset, long length, Home home) {
    @Nullable Entry known = shelf.find(image.hash());
    if (known != null && known.isComplete() && !directory.has(known)) {
      // Somebody has emptied the disk, or it is gone.
      shelf.discard(known);
      known = null;
    }
    Optional<CachedImage> found =
        known == null
            ? admit(image, length, home).flatMap(entry -> follow(entry, offset, length, home))
            : reopen(known, offset, length, home);
    if (known != null && found.isPresent()) {
      known.hit(image.imageId(), clock.instant());
      counters.hit(length);
    } else {
      counters.miss();
    }
    return found;
  }

  private Optional<Entry> admit(CacheableImage image, long length, Home home) {
    return length == image.size() && length > 0 && admission.admits(image.hash())
        ? begin(image, home)
        : Optional.empty();
  }

  private Optional<CachedImage> reopen(Entry entry, long offset, long length, Home home) {
    if (!entry.isComplete()) {
      return follow(entry, offset, length, home);
    }
    entry.readers++;
    return Optional.of(
        new CachedImage.Complete(directory.file(entry.hash), new Once(() -> left(entry))));
  }

  private Optional<CachedImage> follow(Entry entry, long offset, long length, Home home) {
    Fill fill = entry.fill;
    if (fill == null || offset > fill.position() + CLOSE) {
      return Optional.empty();
    }
    try {
      var bytes = new FollowingStream(fill, offset, length, home, () -> left(entry));
      entry.readers++;
      return Optional.of(new CachedImage.Following(bytes));
    } catch (IOException e) {
      LOG.warnf("A file that is being filled cannot be read: %s", e.toString());
      return Optional.empty();
    }
  }

  private synchronized void left(Entry entry) {
    entry.readers--;
    if (entry.readers == 0) {
      shelf.unread(entry);
    }
  }

  /**
   * Makes the bytes come, whoever reads them; waits until they are here.
   *
   * @return whether they are; if not, there is no room or they did not come
   */
  public boolean fetch(CacheableImage image, Home home) throws InterruptedException {
    Fill fill;
    synchronized (this) {
      Entry known = shelf.find(image.hash());
      Optional<Entry> entry = known == null ? begin(image, home) : Optional.of(known);
      if (entry.isEmpty()) {
        return false;
      }
      entry.get().wanted = true;
      entry.get().add(image.imageId(), clock.instant());
      fill = entry.get().fill;
    }
    return fill == null || fill.awaitEnd();
  }

  private Optional<Entry> begin(CacheableImage image, Home home) {
    if (!shelf.makeRoom(image.size())) {
      counters.refusal();
      return Optional.empty();
    }
    Entry entry = new Entry(image.hash(), image.checksum(), image.size(), clock.instant());
    entry.add(image.imageId(), clock.instant());
    try {
      Fill fill = new Fill(image, directory.begin(image.hash()));
      entry.fill = fill;
      shelf.add(entry);
      threads.execute(() -> run(fill, entry, home));
      return Optional.of(entry);
    } catch (IOException e) {
      LOG.errorf("Image %s cannot be cached: %s", image.imageId(), e.toString());
      return Optional.empty();
    }
  }

  private void run(Fill fill, Entry entry, Home home) {
    counters.fill();
    boolean success = false;
    try {
      fill.run(home);
      success = complete(fill, entry);
    } catch (Fill.CancelledException e) {
      LOG.debugf("Not cached: %s", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      counters.failedFill();
      LOG.errorf("Images %s are not cached: %s", entry.images.keySet(), e.toString());
    } finally {
      if (!success) {
        giveUp(fill, entry);
      }
      fill.end(success);
    }
  }

  /** Whether the file is the entry's now; not if it was dropped while it came. */
  private synchronized boolean complete(Fill fill, Entry entry) throws IOException {
    if (!shelf.has(entry)) {
      return false;
    }
    entry.since = clock.instant();
    directory.commit(fill.file(), entry);
    entry.changed = false;
    entry.fill = null;
    return true;
  }

  private synchronized void giveUp(Fill fill, Entry entry) {
    shelf.giveUp(entry, fill.file());
  }

  /** Files and bytes that had to go. */
  public record Pruned(int files, long bytes) {}

  /** Goes down to the limit; no more than it was lowered since the last start can be above it. */
  public synchronized Pruned prune() {
    return shelf.evict(maxSize);
  }

  /** Forgets an image; whether it was here. Its bytes go too, unless another image has the same. */
  public synchronized boolean drop(UUID imageId) {
    List<Entry> having =
        shelf.all().stream().filter(entry -> entry.images.containsKey(imageId)).toList();
    for (Entry entry : having) {
      entry.images.remove(imageId);
      entry.changed = true;
      if (entry.images.isEmpty()) {
        shelf.discard(entry);
      }
    }
    return !having.isEmpty();
  }

  public synchronized void clear() {
    shelf.all().forEach(shelf::discard);
  }

  /** Deletes files that belong to nothing, and forgets those that are not what they were. */
  public synchronized void clean() throws IOException {
    shelf.clean();
  }

  /** Writes down what an unexpected end of the process would otherwise make forgotten. */
  public synchronized void save() {
    for (Entry entry : shelf.all()) {
      if (entry.changed && entry.isComplete()) {
        entry.changed = false;
        try {
          directory.describe(entry);
        } catch (IOException e) {
          LOG.warnf("Reads of cached images are not written down: %s", e.toString());
        }
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    save();
    directory.close();
  }

  /** Runs the first time only. */
  private static final class Once implements Runnable {
    private final Runnable action;
    private boolean done;

    Once(Runnable action) {
      this.action = action;
    }

    @Override
    public synchronized void run() {
      if (!done) {
        done = true;
        action.run();
      }
    }
  }
}
