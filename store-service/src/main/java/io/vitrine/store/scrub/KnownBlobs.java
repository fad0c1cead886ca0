package io.vitrine.store.scrub;

import io.vitrine.objectstore.ObjectKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the registry knows of the objects in a store. It blocks, and throws where it cannot tell.
 */
public interface KnownBlobs {

  /** Those of the keys that no image, no upload and no import has, and no deleted image keeps. */
  Set<ObjectKey> unknown(String requestId, String store, List<ObjectKey> keys);

  /**
   * What images have in a store, in the order of their ids.
   *
   * @param after the last one of the page before
   * @return less than {@code limit} on the last page only
   */
  List<KnownBlob> in(String requestId, String store, Optional<KnownBlob> after, int limit);
}
