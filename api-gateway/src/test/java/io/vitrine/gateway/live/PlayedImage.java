package io.vitrine.gateway.live;

import io.vitrine.events.ImageFact;
import io.vitrine.events.ImageSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An image that a test makes up, at some moment. */
public record PlayedImage(UUID id, String owner, long version) {
  public static PlayedImage of(String owner) {
    return new PlayedImage(UUID.randomUUID(), owner, 1);
  }

  public PlayedImage next() {
    return new PlayedImage(id, owner, version + 1);
  }

  ImageSnapshot snapshot() {
    return new ImageSnapshot(
        id,
        version,
        "debian",
        "active",
        "private",
        owner,
        "qcow2",
        "bare",
        5L,
        7L,
        "md5",
        "sha512",
        "hash",
        0,
        0,
        false,
        false,
        List.of("a", "b"),
        Map.of("hw_secret", "42"),
        Instant.parse("2026-01-01T00:00:00Z"),
        Instant.parse("2026-01-01T00:00:05Z"),
        List.of("primary"),
        null,
        null);
  }

  public ImageFact.ImageUpdated updated() {
    return new ImageFact.ImageUpdated(snapshot(), null);
  }
}
