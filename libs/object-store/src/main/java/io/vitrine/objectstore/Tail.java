package io.vitrine.objectstore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What an upload has received of a part that is not whole yet, as an object of its own: S3 gives no
 * part back, so it could not be added to. It begins with the number of its part, in four bytes; one
 * that is left of an earlier part is thereby known for what it is.
 */
final class Tail {
  private static final String SUFFIX = ".tail";
  private static final int HEADER = Integer.BYTES;

  private final ObjectStore store;
  private final ObjectKey key;

  Tail(ObjectStore store, ObjectKey upload) {
    this.store = store;
    this.key = keyOf(upload);
  }

  static ObjectKey keyOf(ObjectKey upload) {
    return new ObjectKey(upload + SUFFIX);
  }

  /** The upload that an object is the tail of; the object itself if it is none. */
  static ObjectKey uploadOf(ObjectKey object) {
    String name = object.value();
    return name.endsWith(SUFFIX)
        ? new ObjectKey(name.substring(0, name.length() - SUFFIX.length()))
        : object;
  }

  /**
   * A stored tail.
   *
   * @param size bytes of the part
   */
  record Found(long size, String etag) {}

  /** What there is of this part. */
  Optional<Found> find(int part) {
    Optional<ObjectStat> stat = store.stat(key);
    if (stat.isEmpty()) {
      return Optional.empty();
    }
    byte[] header = new byte[HEADER];
    try {
      store.read(key, 0, header, 0, HEADER);
    } catch (ObjectStoreException e) {
      if (e.failure() == Failure.MISSING) {
        return Optional.empty();
      }
      throw e;
    }
    return ByteBuffer.wrap(header).getInt() == part
        ? Optional.of(new Found(stat.get().size() - HEADER, stat.get().etag()))
        : Optional.empty();
  }

  /** Copies it to where the part is put together. */
  void load(Found found, PartBuffer into) {
    byte[] chunk = new byte[64 << 10];
    try (InputStream bytes = store.read(key, HEADER, found.size())) {
      for (int got = bytes.read(chunk); got >= 0; got = bytes.read(chunk)) {
        into.append(chunk, 0, got);
      }
    } catch (IOException e) {
      throw S3Failures.of("reading " + key, e);
    }
  }

  /** Replaces it. */
  void save(int part, PartBuffer bytes) {
    byte[] chunk = ByteBuffer.allocate(64 << 10).putInt(part).array();
    try (ObjectUpload upload = store.begin(key);
        InputStream from = bytes.open()) {
      upload.write(chunk, 0, HEADER);
      for (int got = from.read(chunk); got >= 0; got = from.read(chunk)) {
        upload.write(chunk, 0, got);
      }
      upload.complete();
    } catch (IOException e) {
      throw S3Failures.of("writing " + key, e);
    }
  }

  void delete() {
    store.delete(key);
  }
}
