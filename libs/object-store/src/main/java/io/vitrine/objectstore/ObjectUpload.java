package io.vitrine.objectstore;

/**
 * One upload, fed in order by one thread at a time. It holds at most 32 MiB of memory, however
 * large the object becomes.
 */
public interface ObjectUpload extends AutoCloseable {

  /**
   * Appends bytes; the array may be reused as soon as this returns. Blocks while the store is
   * slower than the writer.
   *
   * @throws ObjectStoreException as soon as any earlier byte is known to be lost
   */
  void write(byte[] bytes, int offset, int length);

  /** Bytes written so far. */
  long written();

  /** Makes the object visible, with every byte written. Returns its size. */
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
