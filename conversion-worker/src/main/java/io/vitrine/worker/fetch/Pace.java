package io.vitrine.worker.fetch;

import java.util.concurrent.TimeUnit;

/** Notices a source that trickles. Only the time counts in which it is waited for. */
final class Pace {
  private static final int WINDOW_SECONDS = 60;
  private static final long WINDOW = TimeUnit.SECONDS.toNanos(WINDOW_SECONDS);

  private final long minSpeed;
  private long bytes;
  private long nanos;

  /**
   * @param minSpeed bytes per second
   */
  Pace(long minSpeed) {
    this.minSpeed = minSpeed;
  }

  void add(long received, long waitedNanos) throws FetchException {
    bytes += received;
    nanos += waitedNanos;
    if (nanos < WINDOW) {
      return;
    }
    if (bytes < minSpeed * TimeUnit.NANOSECONDS.toSeconds(nanos)) {
      throw new FetchException(
          "It sends too slowly: %d bytes came in %d seconds."
              .formatted(bytes, TimeUnit.NANOSECONDS.toSeconds(nanos)));
    }
    bytes = 0;
    nanos = 0;
  }
}
