package io.vitrine.objectstore;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Objects in one bucket. An object is complete and immutable, or it is not there.
 *
 * <p>Every method blocks: call it on a virtual thread. Every failure of the backend is an {@link
 * ObjectStoreException}, after the retries that its kind deserves. Implementations are safe for use
 * by many threads.
 */
public interface ObjectStore {

  /** The name by which the settings and the registry know this store. */
  String name();

  /** Whether clients may be sent to the server behind it, with signed URLs. */
  default boolean isDirect() {
    return false;
  }

  /** Starts an upload of unknown length. Nothing is visible at {@code key} until it completes. */
  ObjectUpload begin(ObjectKey key);

  /**
   * Makes an object of these bytes, which are few. If this fails, it may be there or not.
   *
   * @param bytes opens them, any number of times
   */
  default void put(ObjectKey key, long size, Supplier<? extends InputStream> bytes) {
    try (ObjectUpload object = begin(key);
        InputStream from = bytes.get()) {
      object.write(from.readAllBytes(), 0, Math.toIntExact(size));
      object.complete();
    } catch (IOException e) {
      throw S3Failures.of("writing " + key, e);
    }
  }

  /** The upload at {@code key} that survives whoever began it. For one thread. */
  MultipartUpload multipart(ObjectKey key);

  /**
   * Opens {@code length} bytes from {@code offset}. A connection that breaks while they are read is
   * resumed where it broke; a reader may be arbitrarily slow. The stream ends after exactly {@code
   * length} bytes or fails.
   *
   * @throws ObjectStoreException {@link Failure#MISSING} at once if there is no such object
   */
  InputStream read(ObjectKey key, long offset, long length);

  /** Fills {@code into} from position {@code at} with {@code length} bytes from {@code offset}. */
  void read(ObjectKey key, long offset, byte[] into, int at, int length);

  /**
   * A URL under which whoever has it can GET the object, in ranges or as a whole, until it expires;
   * empty where the store has no such thing. Nothing is asked of the server: the object may not be
   * there.
   */
  default Optional<URI> signedRead(ObjectKey key, Duration validity) {
    return Optional.empty();
  }

  Optional<ObjectStat> stat(ObjectKey key);

  /** Removes the object; succeeds too where there is none. */
  void delete(ObjectKey key);

  /** Aborts every unfinished upload to this key, whoever began it; returns how many there were. */
  int abortUploads(ObjectKey key);

  /** Leaves nothing of this key: no object, no unfinished upload, nothing {@link Beside}. */
  default void release(ObjectKey key) {
    abortUploads(key);
    delete(key);
    new Beside(this, key).deleteAll();
  }

  /**
   * Walks through the objects whose keys begin like this, a page in memory at a time; it may miss
   * what comes or goes meanwhile. It asks the store as it goes, and fails as every method does.
   */
  Iterator<StoredObject> objects(String keyPrefix);

  /** Walks through the unfinished uploads to such keys, as above. */
  Iterator<UnfinishedUpload> unfinishedUploads(String keyPrefix);

  /**
   * Copies an object of another store, or of this one. It is visible here when this returns, and
   * nothing is left if this fails.
   *
   * @param copied is told of bytes that are done, as many times as it takes, by this thread; what
   *     it throws ends the copy
   * @return the size, which is that of the original
   * @throws ObjectStoreException {@link Failure#MISSING} if there is no such object
   */
  default long copyFrom(ObjectStore source, ObjectKey from, ObjectKey to, LongConsumer copied) {
    ObjectStat original =
        source
            .stat(from)
            .orElseThrow(
                () -> new ObjectStoreException(Failure.MISSING, "there is no " + from, null));
    StreamedCopy.run(source, from, original.size(), this, to, copied);
    return original.size();
  }

  /**
   * Makes one cheap call.
   *
   * @throws ObjectStoreException if the bucket is out of reach
   */
  void check();
}
