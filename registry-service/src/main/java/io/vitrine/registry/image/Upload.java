package io.vitrine.registry.image;

import java.time.Instant;
import java.util.UUID;

/**
 * Permission to write one object, good until its lease runs out.
 *
 * @param key where the bytes go; no two uploads share one, so a late writer harms nobody
 */
public record Upload(UUID id, String store, String key, Instant leaseExpiresAt) {

  public Upload renewedUntil(Instant expiry) {
    return new Upload(id, store, key, expiry);
  }
}
