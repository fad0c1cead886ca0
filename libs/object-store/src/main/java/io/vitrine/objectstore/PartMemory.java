package io.vitrine.objectstore;

import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory in which parts wait until the store has them: so much for all uploads of this process
 * together, used again and again, since arrays of this size made anew wear the garbage collector
 * out. An upload that finds none waits its turn, and its client with it, but not for ever: slow
 * clients may have taken all of it.
 */
final class PartMemory {
  /** A quarter of the heap. */
  static final PartMemory OF_THE_PROCESS = new PartMemory(Runtime.getRuntime().maxMemory() / 4);

  private static final byte[] NOTHING = {};
  private static final int UNIT = 1 << 10;
  private static final long PATIENCE_SECONDS = 10;

  private final int units;
  private final Semaphore free;
  private final ConcurrentLinkedQueue<byte[]> idle = new ConcurrentLinkedQueue<>();

  /**
   * @param bytes in use at once; of a part that is larger, one at a time
   */
  PartMemory(long bytes) {
    this.units = Math.toIntExact(Math.min(bytes / UNIT, Integer.MAX_VALUE));
    this.free = new Semaphore(units, true);
  }

  /**
   * An array of this many bytes, whatever is in them; empty if none came free in time.
   *
   * @throws ObjectStoreException if the thread is interrupted
   */
  Optional<byte[]> take(int bytes) {
    if (bytes == 0) {
      return Optional.of(NOTHING);
    }
    try {
      if (!free.tryAcquire(cost(bytes), PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ObjectStoreException(Failure.UNAVAILABLE, "uploading was interrupted", e);
    }
    // Arrays of another size are let go: stores differ in it, but hardly ever.
    for (byte[] each = idle.poll(); each != null; each = idle.poll()) {
      if (each.length == bytes) {
        return Optional.of(each);
      }
    }
    return Optional.of(allocate(bytes));
  }

  private byte[] allocate(int bytes) {
    try {
      return new byte[bytes];
    } catch (OutOfMemoryError e) {
      free.release(cost(bytes));
      throw e;
    }
  }

  /** Takes an array back, which nobody may touch any more. */
  void giveBack(byte[] array) {
    if (array.length > 0) {
      idle.add(array);
    }
    free.release(cost(array.length));
  }

  private int cost(int bytes) {
    return Math.min(units, Math.ceilDiv(bytes, UNIT));
  }
}
