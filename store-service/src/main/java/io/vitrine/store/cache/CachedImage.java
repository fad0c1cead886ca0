package io.vitrine.store.cache;

import java.nio.file.Path;

/** Bytes that a reader holds until he closes it; the room that they take is not given away. */
public sealed interface CachedImage extends AutoCloseable {

  @Override
  void close();

  /**
   * The whole image, proven by its hash; whichever part is wanted.
   *
   * @param file is there, unchanged, until this is closed
   * @param release runs on closing, and must bear being run again
   */
  record Complete(Path file, Runnable release) implements CachedImage {
    @Override
    public void close() {
      release.run();
    }
  }

  /**
   * The part that was asked for, of an image that is on its way. It comes as fast as the image does
   * and never fails for the cache's sake: what does not come is read from the image's home.
   *
   * @param bytes blocks while it waits; its failures are those of the image's home
   */
  record Following(FollowingStream bytes) implements CachedImage {
    @Override
    public void close() {
      bytes.close();
    }
  }
}
