package io.vitrine.objectstore;

/**
 * One upload, fed in order by one thread at a time, but for a head that may come last. It holds at
 * most 32 MiB of memory, however large the object becomes.
 */
public interface ObjectUpload extends AutoCloseable {
  /** Of a head, bytes: fewer than the smallest part that S3 takes. */
  int MAX_HEAD = (5 << 20) - 1;

  /**
   * Appends bytes; the array may be reused as soon as this returns. Blocks while the store is
   * slower than the writer.
   *
   * @throws ObjectStoreException as soon as any earlier byte is known to be lost
   */
  void write(byte[] bytes, int offset, int length);

  /**
   * Leaves room for the first bytes of the object, which {@link #putHead} brings when they are
   * known. Comes before any write, and counts as written.
   *
   * @param length 1 to {@link #MAX_HEAD}
   * @throws IllegalArgumentException if it is not, or something was written
   * @implSpec by {@link #requireRoomForHead}
   */
  void reserveHead(int length);

  static void requireRoomForHead(int length, long written) {
    if (written > 0 || length <= 0 || length > MAX_HEAD) {
      throw new IllegalArgumentException(
          "no room for a head of %d bytes behind %d bytes".formatted(length, written));
    }
  }

  /**
   * Fills that room; may come at any time before {@link #complete()}.
   *
   * @throws IllegalArgumentException if the head is not as long as the room
   */
  void putHead(byte[] head);

  /** Bytes written so far. */
  long written();

  /**
   * Makes the object visible, with every byte written. Returns its size.
   *
   * @throws IllegalStateException if room was left for a head, and none came
   */
  long complete();

  /**
   * Gives up and leaves nothing behind. After {@link #complete()} it has no effect.
   *
   * @throws ObjectStoreException if something may be left in the store
   */
  void abort();

  /** Aborts unless the upload is complete. */
  @Override
  default void close() {
    abort();
  }
}
