package io.vitrine.store.download;

import io.vitrine.objectstore.ObjectKey;

/**
 * Where an image's bytes are and what they should be.
 *
 * @param checksum MD5 in hex
 * @param hash SHA-512 in hex
 */
public record BlobLocation(String store, ObjectKey key, long size, String checksum, String hash) {}
