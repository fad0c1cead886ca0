package io.vitrine.store.upload;

import io.vitrine.store.Requester;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Renews the lease of one upload until it is closed. */
public final class Heartbeat implements AutoCloseable {
  private static final int BEATS_PER_LEASE = 3;

  private final Thread thread;

  private Heartbeat(Thread thread) {
    this.thread = thread;
  }

  public static Heartbeat start(
      BlobEvents events, Grant grant, LongSupplier received, Requester who) {
    Duration pause = grant.lease().dividedBy(BEATS_PER_LEASE);
    return new Heartbeat(
        Thread.ofVirtual()
            .name("lease-" + grant.uploadId())
            .start(() -> {
              while (slept(pause)) {
                events.progressed(grant, received.getAsLong(), who);
              }
            }));
  }

  private static boolean slept(Duration pause) {
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
