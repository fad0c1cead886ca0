package io.vitrine.store.scrub;

import io.vitrine.objectstore.ObjectKey;
import java.util.UUID;

/**
 * The bytes of an image as they should be.
 *
 * @param size bytes
 * @param hash SHA-512, hex
 */
public record KnownBlob(UUID imageId, ObjectKey key, long size, String hash) {}
