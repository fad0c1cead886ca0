package io.vitrine.worker.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** A range of a source that one thread fetches, and another one takes from its first byte on. */
final class RangeAhead {
  /** Each hand-over costs; so many bytes, or those of a moment, are one. */
  private static final int HAND_OVER = 256 << 10;

  private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(500);

  private final Source source;
  private final Version version;
  private final Bounds bounds;
  private final FetchLimits limits;
  private final long from;
  private final int length;
  private final byte[] buffer;

  /** The fetching thread's own. */
  private int received;

  // Both threads', under the lock.
  private int ready;
  private int taken;
  private boolean wanted;
  private boolean putOff;
  private @Nullable Throwable failure;

  RangeAhead(
      Source source,
      Version version,
      Bounds bounds,
      FetchLimits limits,
      long from,
      int length,
      byte[] buffer) {
    this.source = source;
    this.version = version;
    this.bounds = bounds;
    this.limits = limits;
    this.from = from;
    this.length = length;
    this.buffer = buffer;
  }

  /** Free for another range once all is taken. */
  byte[] buffer() {
    return buffer;
  }

  synchronized boolean isTaken() {
    return taken == length;
  }

  /**
   * Takes some bytes. Blocks for a moment, and an interrupt ends that.
   *
   * @return how many; 0 if none came meanwhile
   */
  synchronized int take(byte[] into, int offset, int most)
      throws FetchException, InterruptedException {
    wanted = true;
    notifyAll();
    long end = System.nanoTime() + MOMENT;
    for (long left = MOMENT; ready == taken && failure == null && left > 0; ) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = end - System.nanoTime();
    }
    if (ready == taken) {
      switch (failure) {
        case null -> {
          return 0;
        }
        case FetchException e -> throw e;
        case Throwable e -> throw new IllegalStateException("a range cannot be fetched", e);
      }
    }
    int got = Math.min(most, ready - taken);
    System.arraycopy(buffer, taken, into, offset, got);
    taken += got;
    return got;
  }

  /** Whether it could not be fetched ahead, and waits for its turn or did. */
  synchronized boolean isPutOff() {
    return putOff;
  }

  private synchronized void awaitWanted() throws InterruptedException {
    putOff = true;
    while (!wanted) {
      wait();
    }
  }

  private synchronized boolean isWanted() {
    return wanted;
  }

  private synchronized void handOver() {
    ready = received;
    notifyAll();
  }

  private synchronized void fail(Throwable cause) {
    failure = cause;
    notifyAll();
  }

  /**
   * Fetches the range, and ends early with an interrupt.
   *
   * @param answer that begins with it, if there is one already
   */
  void fetch(@Nullable Response answer) {
    try {
      fetchAll(answer);
    } catch (InterruptedException e) {
      // Nobody waits for it any more.
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      // Whatever it is, somebody waits for it.
      fail(e);
    }
  }

  private void fetchAll(@Nullable Response answer) throws FetchException, InterruptedException {
    Breaks breaks = new Breaks(limits);
    Response next = answer;
    while (received < length) {
      try (Response part = next != null ? next : ask()) {
        receive(part.body().byteStream());
      } catch (FetchException e) {
        throw e;
      } catch (IOException e) {
        breaks = afterBreak(e, breaks);
      }
      next = null;
    }
  }

  private Response ask() throws IOException, InterruptedException {
    return source.part(version, from + received, from + length);
  }

  private void receive(InputStream body) throws IOException {
    long last = bounds.nanoTime();
    int handedOver = received;
    try {
      while (received < length) {
        int got = body.read(buffer, received, length - received);
        if (got < 0) {
          throw new EOFException("unexpected end of stream");
        }
        received += got;
        if (received - handedOver >= HAND_OVER || bounds.nanoTime() - last > MOMENT) {
          handOver();
          handedOver = received;
          last = bounds.nanoTime();
        }
      }
    } finally {
      handOver();
    }
  }

  /** What nobody waits for yet is tried again when its turn comes, and others have made room. */
  private Breaks afterBreak(IOException cause, Breaks breaks)
      throws FetchException, InterruptedException {
    Progress progress = new Progress(from + received, version.size());
    bounds.requireTime(progress);
    if (breaks.add(received)) {
      breaks.pause();
      return breaks;
    }
    if (isWanted()) {
      throw Breaks.tooMany(progress, cause);
    }
    awaitWanted();
    return new Breaks(limits);
  }
}
