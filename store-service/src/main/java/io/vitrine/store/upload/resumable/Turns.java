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
    private long newest;
    private Runnable giveWay = () -> {};

    /** Returns the number of this one, and how to make whoever has the turn give way. */
    synchronized Arrived arrive() {
      newest++;
      return new Arrived(newest, giveWay);
    }

    /** Returns whether somebody has come after that one, and may not have known whom to ask. */
    synchronized boolean hold(long number, Runnable how) {
      giveWay = how;
      return newest > number;
    }

    synchronized void leave() {
      giveWay = () -> {};
    }
  }

  private record Arrived(long number, Runnable holder) {}

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
    Arrived arrived = place.arrive();
    arrived.holder().run();
    if (!acquired(place.free)) {
      leave(uploadId);
      throw new ResumableProblem.Occupied().asException();
    }
    if (place.hold(arrived.number(), giveWay)) {
      giveWay.run();
    }
    return () -> {
      place.leave();
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
