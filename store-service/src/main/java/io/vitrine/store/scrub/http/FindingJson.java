package io.vitrine.store.scrub.http;

import io.vertx.core.json.JsonObject;
import io.vitrine.store.scrub.Finding;
import io.vitrine.store.scrub.Finding.Counts;

/** A finding as one JSON object; {@code kind} says which. */
final class FindingJson {
  private FindingJson() {}

  static JsonObject of(Finding finding) {
    return switch (finding) {
      case Finding.Orphan(var object, boolean deleted) ->
          kind("orphan")
              .put("key", object.key().value())
              .put("size", object.size())
              .put("modified", object.modified().toString())
              .put("deleted", deleted);
      case Finding.OrphanUpload(var upload, boolean deleted) ->
          kind("orphan_upload")
              .put("key", upload.key().value())
              .put("begun", upload.begun().toString())
              .put("deleted", deleted);
      case Finding.Missing(var imageId, var key) ->
          kind("missing").put("image_id", imageId.toString()).put("key", key.value());
      case Finding.WrongSize(var imageId, var key, long expected, long found) ->
          kind("wrong_size")
              .put("image_id", imageId.toString())
              .put("key", key.value())
              .put("expected", expected)
              .put("found", found);
      case Finding.WrongHash(var imageId, var key, String expected, String found) ->
          kind("wrong_hash")
              .put("image_id", imageId.toString())
              .put("key", key.value())
              .put("expected", expected)
              .put("found", found);
      case Finding.Progress(Counts counts) -> of("progress", counts);
      case Finding.Summary(Counts counts) -> of("summary", counts);
    };
  }

  /** The last line if the scrub could not go on. */
  static JsonObject failure(String message) {
    return kind("failed").put("message", message);
  }

  private static JsonObject of(String kind, Counts counts) {
    return kind(kind)
        .put("objects", counts.objects())
        .put("young", counts.young())
        .put("orphans", counts.orphans())
        .put("orphan_bytes", counts.orphanBytes())
        .put("deleted", counts.deleted())
        .put("images", counts.images())
        .put("broken", counts.broken())
        .put("bytes_read", counts.bytesRead());
  }

  private static JsonObject kind(String kind) {
    return new JsonObject().put("kind", kind);
  }
}
