package io.vitrine.registry.image;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Permission to write one object, good until its lease runs out.
 *
 * @param key where the bytes go; no two uploads share one, so a late writer harms nobody
 * @param resumable whether the bytes may come in several requests, with pauses
 * @param announcedSize bytes; null where the client does not say
 * @param reserved bytes that count as used by the project until the upload ends
 */
public record Upload(
    UUID id,
    String store,
    String key,
    boolean resumable,
    @Nullable Long announcedSize,
    long reserved,
    Instant leaseExpiresAt) {

  public Upload {
    if (resumable && announcedSize == null) {
      throw new IllegalArgumentException("upload %s is resumable without a size".formatted(id));
    }
  }

  /** The key of an upload's object. */
  static String key(UUID imageId, UUID uploadId) {
    return "blobs/%s/%s".formatted(imageId, uploadId);
  }

  Location location() {
    return new Location(store, key);
  }

  public Upload renewedUntil(Instant expiry) {
    return new Upload(id, store, key, resumable, announcedSize, reserved, expiry);
  }

  public Upload reserving(long bytes) {
    return new Upload(id, store, key, resumable, announcedSize, bytes, leaseExpiresAt);
  }
}
