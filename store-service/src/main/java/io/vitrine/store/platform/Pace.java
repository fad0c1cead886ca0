package io.vitrine.store.platform;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How slow a client may be: a transfer holds one of few places, and one that trickles would hold it
 * for ever. Only the time counts in which the client is waited for. For one thread.
 */
public final class Pace {
  private final Duration patience;
  private final long minSpeed;
  private long bytes;
  private long nanos;

  /**
   * @param patience with a client that moves nothing, and the time over which speed is taken
   * @param minSpeed bytes per second
   */
  public Pace(Duration patience, long minSpeed) {
    this.patience = patience;
    this.minSpeed = minSpeed;
  }

  public Duration patience() {
    return patience;
  }

  /** How long a client may take whose progress cannot be seen. */
  public Duration atMost(long length) {
    return patience.plus(Duration.ofSeconds(length / Math.max(1, minSpeed)));
  }

  /** Whether the client, who has moved bytes after a wait, is still fast enough. */
  public boolean allows(long moved, long waitedNanos) {
    bytes += moved;
    nanos += waitedNanos;
    if (nanos < patience.toNanos()) {
      return true;
    }
    boolean kept = bytes >= minSpeed * ((double) nanos / TimeUnit.SECONDS.toNanos(1));
    bytes = 0;
    nanos = 0;
    return kept;
  }
}
