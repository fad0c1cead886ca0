package io.vitrine.store.cache;

import io.vitrine.objectstore.ObjectKey;
import java.time.Instant;
import java.util.List;

/**
 * An image that is to be cached before anybody reads it.
 *
 * @param copies where its bytes are, the best place first
 */
public record QueuedImage(CacheableImage image, List<Copy> copies, Instant since) {
  public QueuedImage {
    copies = List.copyOf(copies);
    if (copies.isEmpty()) {
      throw new IllegalArgumentException("an image without a place cannot be fetched");
    }
  }

  /** One place of an image's bytes. */
  public record Copy(String store, ObjectKey key) {}

  HeldImage held() {
    return new HeldImage(
        image.imageId(), HeldImage.State.QUEUED, image.size(), image.checksum(), 0, since, since);
  }
}
