package io.vitrine.worker.importing;

/** How large what a run makes may become. It asks for more as it is needed. For one thread. */
final class ResultRoom {
  private final ImportJob job;
  private final Reservations reservations;
  private final Heartbeat heartbeat;
  private long bytes;

  ResultRoom(ImportJob job, Reservations reservations, Heartbeat heartbeat) {
    this.job = job;
    this.reservations = reservations;
    this.heartbeat = heartbeat;
    this.bytes = job.maxSize();
  }

  long bytes() {
    return bytes;
  }

  /** More than so many bytes; the same where there is no more to be had. */
  long beyond(long enough) throws InterruptedException {
    bytes = Math.max(bytes, heartbeat.whileWaiting(() -> reservations.extend(job, enough)));
    return bytes;
  }

  /**
   * Makes sure that so many bytes have room.
   *
   * @param what has them, as the subject of a sentence
   */
  void require(String what, long wanted) throws RefusedImageException, InterruptedException {
    while (wanted > bytes) {
      long before = bytes;
      if (beyond(before) <= before) {
        throw new RefusedImageException(
            "%s has more bytes than the %d that there is room for.".formatted(what, before));
      }
    }
  }
}
