package io.vitrine.store.cache;

import java.io.InputStream;

/** Where an image's bytes come from when they are not cached: its stores. */
@FunctionalInterface
public interface Home {

  /**
   * Opens bytes of the image; blocks.
   *
   * @param length from {@code offset} on; the stream ends after as many or fails
   * @throws io.vitrine.objectstore.ObjectStoreException if no store gives them
   */
  InputStream open(long offset, long length);
}
