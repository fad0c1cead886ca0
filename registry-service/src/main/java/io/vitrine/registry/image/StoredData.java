package io.vitrine.registry.image;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that lie complete in a store.
 *
 * @param size bytes
 * @param checksum MD5, hex
 * @param diskFormat the format found in the bytes
 * @param virtualSize bytes of the disk that a guest sees; null where the format does not say
 */
public record StoredData(
    String store,
    String key,
    long size,
    String checksum,
    String osHashAlgo,
    String osHashValue,
    String diskFormat,
    @Nullable Long virtualSize) {}
