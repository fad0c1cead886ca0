package io.vitrine.store.upload;

import io.vitrine.objectstore.ObjectKey;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * The registry's leave to store one object for an image.
 *
 * @param key no other upload ever gets the same one
 * @param maxSize bytes that may come before more have to be asked for
 * @param lease for how long the registry waits for a sign of life
 */
public record Grant(
    UUID uploadId,
    UUID imageId,
    Purpose purpose,
    String store,
    ObjectKey key,
    Optional<String> diskFormat,
    Optional<String> containerFormat,
    long maxSize,
    Duration lease) {}
