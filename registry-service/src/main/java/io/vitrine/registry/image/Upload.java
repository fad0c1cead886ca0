package io.vitrine.registry.image;

import java.time.Instant;
import java.util.UUID;

/**
 * Permission to write one object, good until its lease runs out.
 *
 * @param reserved bytes that count as used by the project until the upload ends
 * @param key where the bytes go; no two uploads share one, so a late writer harms nobody
 */
public record Upload(UUID id, String store, String key, long reserved, Instant leaseExpiresAt) {

  public Upload renewedUntil(Instant expiry) {
    return new Upload(id, store, key, reserved, expiry);
  }

  public Upload reserving(long bytes) {
    return new Upload(id, store, key, bytes, leaseExpiresAt);
  }
}
