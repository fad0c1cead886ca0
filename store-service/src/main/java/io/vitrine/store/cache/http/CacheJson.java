package io.vitrine.store.cache.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vitrine.store.cache.HeldImage;
import io.vitrine.store.cache.ImageCache.Pruned;
import io.vitrine.store.cache.ManageCache.Listing;
import java.time.Instant;
import java.util.UUID;

/** Answers in Glance's form. */
final class CacheJson {
  private static final double MILLIS = 1_000;

  private CacheJson() {}

  static JsonObject of(Listing listing) {
    JsonArray cached = new JsonArray();
    listing.cached().forEach(image -> cached.add(of(image)));
    JsonArray queued = new JsonArray();
    listing.queued().stream().map(UUID::toString).forEach(queued::add);
    return new JsonObject().put("cached_images", cached).put("queued_images", queued);
  }

  private static JsonObject of(HeldImage image) {
    return new JsonObject()
        .put("id", image.imageId().toString())
        .put("image_id", image.imageId().toString())
        .put("hits", image.hits())
        .put("last_accessed", seconds(image.lastAccessed()))
        .put("last_modified", seconds(image.lastModified()))
        .put("size", image.size())
        .put("checksum", image.checksum());
  }

  private static double seconds(Instant time) {
    return time.toEpochMilli() / MILLIS;
  }

  static JsonObject of(Pruned pruned) {
    return new JsonObject()
        .put("total_files_pruned", pruned.files())
        .put("total_bytes_pruned", pruned.bytes());
  }
}
