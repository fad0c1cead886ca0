package io.vitrine.store.cache;

import java.util.Optional;

/** Images that need not be read from their stores. */
@FunctionalInterface
public interface HotImages {
  /** What a node has that caches nothing. */
  HotImages NONE = (image, offset, length, home) -> Optional.empty();

  /**
   * Bytes of an image, if they are here or are just coming; a read of the whole image may be what
   * makes them come. Who may read the image has been decided before. Blocks: it touches the disk,
   * and waits for the first bytes of an image that is just coming.
   *
   * @param home read for the bytes that have to come, and by whoever has begun to follow bytes that
   *     then fail to come
   * @return to be closed; empty if the reader should read {@code home} itself
   */
  Optional<CachedImage> open(CacheableImage image, long offset, long length, Home home);
}
