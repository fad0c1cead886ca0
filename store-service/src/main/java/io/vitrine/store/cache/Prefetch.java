package io.vitrine.store.cache;

import io.vitrine.objectstore.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Fetches images one after the other, in the order in which they were asked for. The queue is on
 * the disk, so a restart forgets nothing. An image that does not come is tried again behind the
 * others, and after some time given up.
 */
public final class Prefetch implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Prefetch.class);
  private static final int ATTEMPTS = 10;

  private final ImageCache cache;
  private final Stores stores;
  private final QueueDirectory directory;
  private final Duration pause;
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private @Nullable Thread worker;

  private record Waiting(QueuedImage image, int attempts) {
    UUID id() {
      return image.image().imageId();
    }
  }

  /**
   * With what an earlier process has left in the directory.
   *
   * @param pause before the next image, when one did not come
   */
  public Prefetch(ImageCache cache, Stores stores, Path directory, Duration pause)
      throws IOException {
    this.cache = cache;
    this.stores = stores;
    this.pause = pause;
    this.directory = new QueueDirectory(directory);
    this.directory.load().forEach(image -> queue.add(new Waiting(image, 0)));
  }

  /** Begins to work. */
  public synchronized void start() {
    worker = Thread.ofVirtual().name("prefetch").start(this::work);
  }

  /** Adds an image, unless it waits already. */
  public synchronized void add(QueuedImage image) {
    UUID id = image.image().imageId();
    if (queue.stream().noneMatch(waiting -> waiting.id().equals(id))) {
      directory.save(image);
      queue.add(new Waiting(image, 0));
      notifyAll();
    }
  }

  /**
   * Forgets an image; whether it waited. One that is just coming is thrown away when it is here.
   */
  public synchronized boolean drop(UUID imageId) {
    directory.delete(imageId);
    return queue.removeIf(waiting -> waiting.id().equals(imageId));
  }

  public synchronized void clear() {
    queue.forEach(waiting -> directory.delete(waiting.id()));
    queue.clear();
  }

  public synchronized List<HeldImage> queued() {
    return queue.stream().map(waiting -> waiting.image().held()).toList();
  }

  private void work() {
    try {
      while (true) {
        Waiting next = next();
        QueuedImage image = next.image();
        if (cache.fetch(image.image(), new StoredCopies(stores, image.copies()))) {
          leave(next.id());
        } else {
          retry(next);
          Thread.sleep(pause);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("No more images are fetched");
    }
  }

  /** The first one, which stays in the queue until it is here. */
  private synchronized Waiting next() throws InterruptedException {
    while (queue.isEmpty()) {
      wait();
    }
    return queue.getFirst();
  }

  private void leave(UUID imageId) {
    if (!drop(imageId)) {
      // Somebody did not want it any more when it was already coming.
      cache.drop(imageId);
    }
  }

  private synchronized void retry(Waiting failed) {
    if (!queue.remove(failed)) {
      return;
    }
    if (failed.attempts() + 1 < ATTEMPTS) {
      queue.add(new Waiting(failed.image(), failed.attempts() + 1));
    } else {
      directory.delete(failed.id());
      LOG.errorf("Image %s cannot be cached and leaves the queue", failed.id());
    }
  }

  @Override
  public synchronized void close() {
    if (worker != null) {
      worker.interrupt();
    }
  }
}
