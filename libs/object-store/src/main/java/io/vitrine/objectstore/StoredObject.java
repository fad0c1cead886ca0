package io.vitrine.objectstore;

import java.time.Instant;

/**
 * An object in the listing of its bucket.
 *
 * @param size bytes
 */
public record StoredObject(ObjectKey key, long size, Instant modified) {}
