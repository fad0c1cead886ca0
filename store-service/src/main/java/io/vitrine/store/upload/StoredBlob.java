package io.vitrine.store.upload;

import io.vitrine.objectstore.DigestValues;
import java.util.OptionalLong;

/**
 * What an upload has stored.
 *
 * @param size bytes
 * @param diskFormat the format found in them
 * @param virtualSize bytes of the disk that a guest sees, where the format tells
 */
public record StoredBlob(
    long size, DigestValues digests, String diskFormat, OptionalLong virtualSize) {}
