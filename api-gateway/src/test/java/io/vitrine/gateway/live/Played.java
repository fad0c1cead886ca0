package io.vitrine.gateway.live;

import io.vitrine.events.TaskFact;
import io.vitrine.events.TaskSnapshot;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** A task that a test makes up, at some moment. */
public record Played(
    UUID id,
    UUID imageId,
    String updatedAt,
    String status,
    int attempt,
    long done,
    long total,
    String message) {
  static final UUID IMAGE = UUID.fromString("0d2a8b1c-54a3-4f5e-9c0e-1f7a3f6f7a10");

  Played(UUID id) {
    this(id, IMAGE, "2026-01-01T00:00:00Z", "processing", 1, 10, 100, "");
  }

  static Played task() {
    return new Played(UUID.randomUUID());
  }

  public static Played taskOf(UUID imageId) {
    return new Played(
        UUID.randomUUID(), imageId, "2026-01-01T00:00:00Z", "processing", 1, 10, 100, "");
  }

  public Played at(String moment) {
    return new Played(id, imageId, moment, status, attempt, done, total, message);
  }

  public Played status(String now) {
    return new Played(id, imageId, updatedAt, now, attempt, done, total, message);
  }

  public Played attempt(int now) {
    return new Played(id, imageId, updatedAt, status, now, done, total, message);
  }

  public Played done(long now) {
    return new Played(id, imageId, updatedAt, status, attempt, now, total, message);
  }

  Played total(long now) {
    return new Played(id, imageId, updatedAt, status, attempt, done, now, message);
  }

  public Played message(String now) {
    return new Played(id, imageId, updatedAt, status, attempt, done, total, now);
  }

  TaskSnapshot snapshot() {
    return new TaskSnapshot(
        id,
        imageId,
        "api_image_import",
        "glance-direct",
        status,
        "demo",
        "user-1",
        "req-1",
        null,
        attempt,
        false,
        "convert",
        done,
        total,
        message,
        Instant.parse("2026-01-01T00:00:00Z"),
        Instant.parse(updatedAt));
  }

  public TaskFact.TaskChanged fact() {
    return new TaskFact.TaskChanged(imageId, snapshot());
  }

  LiveTask live() {
    return new LiveTask(snapshot());
  }

  /** As the registry's JSON has it. */
  public String json() {
    return """
    {"id": "%s", "type": "api_image_import", "status": "%s", "owner": "demo",
     "created_at": "2026-01-01T00:00:00Z", "updated_at": "%s", "changed_at": "%s",
     "expires_at": null, "method": "glance-direct", "paused": false,
     "deleted_at": null, "deleted": false, "image_id": "%s", "request_id": "req-1",
     "user_id": "user-1", "result": null, "message": "%s", "attempt": %d,
     "input": {"image_id": "%s", "import_req": {"method": {"name": "glance-direct"}}},
     "progress": {"phase": "convert", "done_bytes": %d, "total_bytes": %d, "percent": 1}}
    """
        .formatted(
            id,
            status,
            Instant.parse(updatedAt).truncatedTo(ChronoUnit.SECONDS),
            updatedAt,
            imageId,
            message,
            attempt,
            imageId,
            done,
            total);
  }
}
