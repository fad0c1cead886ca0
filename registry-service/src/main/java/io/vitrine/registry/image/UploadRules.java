package io.vitrine.registry.image;

import java.time.Duration;
import java.util.Set;

/**
 * What an operator decides about uploads.
 *
 * @param maxImageSize bytes
 * @param uploadLease how long an upload may be silent before it counts as dead
 */
public record UploadRules(
    Set<String> stores, String defaultStore, long maxImageSize, Duration uploadLease) {
  public UploadRules {
    stores = Set.copyOf(stores);
    if (!stores.contains(defaultStore)) {
      throw new IllegalArgumentException(
          "the default store '%s' is not among the stores %s".formatted(defaultStore, stores));
    }
  }
}
