package io.vitrine.worker.fetch;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How much a fetch may bring, and how long it may take. */
final class Bounds {
  private final Room room;
  private final Duration timeLimit;
  private final LongSupplier nanoTime;
  private final long begun;
  private long maxSize;

  Bounds(long maxSize, Room room, Duration timeLimit, LongSupplier nanoTime) {
    this.maxSize = maxSize;
    this.room = room;
    this.timeLimit = timeLimit;
    this.nanoTime = nanoTime;
    this.begun = nanoTime.getAsLong();
  }

  long nanoTime() {
    return nanoTime.getAsLong();
  }

  /** For the thread that reads. */
  void requireRoom(long size) throws FetchException, InterruptedException {
    while (size > maxSize) {
      long more = room.beyond(maxSize);
      if (more <= maxSize) {
        throw new FetchException(
            "It has more than %d bytes, and there is no room for more.".formatted(maxSize));
      }
      maxSize = more;
    }
  }

  /** For any thread. */
  void requireTime(Progress progress) throws FetchException {
    if (nanoTime.getAsLong() - begun > timeLimit.toNanos()) {
      throw new FetchException(
          "It takes longer than %d seconds; %s have come."
              .formatted(timeLimit.toSeconds(), progress));
    }
  }
}
