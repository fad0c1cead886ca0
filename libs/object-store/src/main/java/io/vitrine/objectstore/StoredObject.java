package io.vitrine.objectstore;

import java.time.Instant;

/**
 * An object in the listing of its bucket.
 *
 * @param size bytes
 */
public record StoredObject(ObjectKey key, long size, Instant modified) {

  /**
   * The key under which whoever put it here knows it: that of the upload it lies {@link Beside}.
   */
  public ObjectKey knownAs() {
    return Beside.uploadOf(key);
  }
}
