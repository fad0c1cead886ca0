package io.vitrine.store.cache;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * An image and what its bytes are. Images with the same bytes share one file in a cache.
 *
 * @param hash SHA-512 in hex
 * @param checksum MD5 in hex
 * @param size bytes
 */
public record CacheableImage(UUID imageId, String hash, String checksum, long size) {
  private static final Pattern SHA_512 = Pattern.compile("[0-9a-f]{128}");

  public CacheableImage {
    // It becomes the name of a file.
    if (!SHA_512.matcher(hash).matches()) {
      throw new IllegalArgumentException("not a SHA-512: " + hash);
    }
    if (size < 0) {
      throw new IllegalArgumentException("size is negative: " + size);
    }
  }
}
