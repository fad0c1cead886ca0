package io.vitrine.store.upload.resumable;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One request at a time for each upload in this replica. The newest wins: a client that comes again
 * has given up its earlier request, which may not know that yet.
 */
final class Turns {
  private final Duration patience;
  private final Map<UUID, Place> places = new ConcurrentHashMap<>();

  /**
   * @param patience with one that is to give way
   */
  Turns(Duration patience) {
    this.patience = patience;
  }

  private static final class Place {
    private final Semaphore free = new Semaphore(1, true);
    private int users;
    private volatile Runnable giveWay = () -> {};
  }

  /** Close it to let the next one in. */
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Waits for the turn, after asking whoever has it to give way.
   *
   * @param giveWay makes this one end soon; may be called at any time, by any thread, repeatedly
   */
  Turn take(UUID uploadId, Runnable giveWay) {
    Place place = enter(uploadId);
    place.giveWay.run();
    if (!acquired(place.free)) {
      leave(uploadId);
      throw new ResumableProblem.Occupied().asException();
    }
    place.giveWay = giveWay;
    if (place.free.hasQueuedThreads()) {
      // Newer than this one, and before it was known how to make it give way.
      giveWay.run();
    }
    return () -> {
      place.giveWay = () -> {};
      place.free.release();
      leave(uploadId);
    };
  }

  private Place enter(UUID uploadId) {
    return places.compute(
        uploadId,
        (id, known) -> {
          Place place = known == null ? new Place() : known;
          place.users++;
          return place;
        });
  }

  private void leave(UUID uploadId) {
    places.computeIfPresent(uploadId, (id, place) -> --place.users == 0 ? null : place);
  }

  private boolean acquired(Semaphore free) {
    try {
      return free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
