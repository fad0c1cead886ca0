package io.vitrine.store.cache;

import java.time.Instant;
import java.util.UUID;

/**
 * What a node has of an image.
 *
 * @param size bytes
 * @param checksum MD5 in hex
 * @param hits reads that needed no store
 * @param lastModified when the bytes had come, or when they were asked for
 */
public record HeldImage(
    UUID imageId,
    State state,
    long size,
    String checksum,
    long hits,
    Instant lastAccessed,
    Instant lastModified) {

  /** Whether the bytes are there, or wait for their turn to come. */
  public enum State {
    CACHED,
    QUEUED
  }

  /** Whether the other says the same but for reads in between. */
  boolean isSameButForReads(HeldImage other) {
    return withoutReads().equals(other.withoutReads());
  }

  private HeldImage withoutReads() {
    return new HeldImage(imageId, state, size, checksum, 0, Instant.EPOCH, lastModified);
  }

  /** The same image on two nodes as one. */
  HeldImage and(HeldImage other) {
    return new HeldImage(
        imageId,
        state,
        size,
        checksum,
        hits + other.hits,
        later(lastAccessed, other.lastAccessed),
        later(lastModified, other.lastModified));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
