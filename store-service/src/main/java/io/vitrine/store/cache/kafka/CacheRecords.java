package io.vitrine.store.cache.kafka;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.store.cache.CacheCommand;
import io.vitrine.store.cache.CacheCommand.Target;
import io.vitrine.store.cache.CacheableImage;
import io.vitrine.store.cache.HeldImage;
import io.vitrine.store.cache.HeldImage.State;
import io.vitrine.store.cache.QueuedImage;
import io.vitrine.store.cache.QueuedImage.Copy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The records of both topics as JSON. Times are milliseconds since 1970. */
final class CacheRecords {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private CacheRecords() {}

  /** What a node has of an image; the key says which node and which image. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Held(
      State state, long size, String checksum, long hits, long lastAccessed, long lastModified) {

    static Held of(HeldImage image) {
      return new Held(
          image.state(),
          image.size(),
          image.checksum(),
          image.hits(),
          image.lastAccessed().toEpochMilli(),
          image.lastModified().toEpochMilli());
    }

    HeldImage image(UUID imageId) {
      return new HeldImage(
          imageId,
          state,
          size,
          checksum,
          hits,
          Instant.ofEpochMilli(lastAccessed),
          Instant.ofEpochMilli(lastModified));
    }
  }

  /**
   * The key of a report: {@code node NAME} or {@code image ID NAME}.
   *
   * @param imageId null where it is about the node itself
   */
  record ReportKey(@Nullable UUID imageId, String node) {
    private static final String NODE = "node ";
    private static final String IMAGE = "image ";
    private static final int LENGTH_OF_ID = 36;

    static ReportKey parse(String text) {
      if (text.startsWith(NODE)) {
        return new ReportKey(null, text.substring(NODE.length()));
      }
      int end = IMAGE.length() + LENGTH_OF_ID;
      if (!text.startsWith(IMAGE) || text.length() <= end) {
        throw new IllegalArgumentException("not the key of a report: " + text);
      }
      return new ReportKey(
          UUID.fromString(text.substring(IMAGE.length(), end)), text.substring(end + 1));
    }

    String text() {
      return imageId == null ? NODE + node : IMAGE + imageId + " " + node;
    }
  }

  enum Kind {
    QUEUE,
    DROP,
    CLEAR,
    CLEAN,
    PRUNE
  }

  /**
   * A command.
   *
   * @param id by which the node that gave it knows it again
   * @param kind decides which of the others are there
   */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Command(
      UUID id, Kind kind, @Nullable UUID imageId, @Nullable Target target, @Nullable Image image) {

    static Command of(UUID id, CacheCommand command) {
      return switch (command) {
        case CacheCommand.Queue(QueuedImage queued) ->
            new Command(id, Kind.QUEUE, queued.image().imageId(), null, Image.of(queued));
        case CacheCommand.Drop(UUID imageId) -> new Command(id, Kind.DROP, imageId, null, null);
        case CacheCommand.Clear(Target target) -> new Command(id, Kind.CLEAR, null, target, null);
        case CacheCommand.Clean() -> new Command(id, Kind.CLEAN, null, null, null);
        case CacheCommand.Prune() -> new Command(id, Kind.PRUNE, null, null, null);
      };
    }

    CacheCommand command() {
      return switch (kind) {
        case QUEUE ->
            new CacheCommand.Queue(
                Objects.requireNonNull(image).queued(Objects.requireNonNull(imageId)));
        case DROP -> new CacheCommand.Drop(Objects.requireNonNull(imageId));
        case CLEAR -> new CacheCommand.Clear(Objects.requireNonNull(target));
        case CLEAN -> new CacheCommand.Clean();
        case PRUNE -> new CacheCommand.Prune();
      };
    }
  }

  /** What is to be fetched, and from where. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Image(String hash, String checksum, long size, List<Place> copies, long since) {

    static Image of(QueuedImage queued) {
      return new Image(
          queued.image().hash(),
          queued.image().checksum(),
          queued.image().size(),
          queued.copies().stream()
              .map(copy -> new Place(copy.store(), copy.key().value()))
              .toList(),
          queued.since().toEpochMilli());
    }

    QueuedImage queued(UUID imageId) {
      return new QueuedImage(
          new CacheableImage(imageId, hash, checksum, size),
          copies.stream()
              .map(place -> new Copy(place.store(), new ObjectKey(place.key())))
              .toList(),
          Instant.ofEpochMilli(since));
    }
  }

  record Place(String store, String key) {}

  static byte[] encode(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode " + value, e);
    }
  }

  static <T> T decode(byte[] json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (IOException e) {
      throw new UncheckedIOException("not a " + type.getSimpleName(), e);
    }
  }
}
