package io.vitrine.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who read an image's data. The envelope names the user, his project and the request. */
public sealed interface DownloadFact extends AboutImage {

  /**
   * Bytes of an image went to a client. This fact is told when they have gone, and at best: a
   * download waits for nothing, so what Kafka does not take in time is lost, and counted.
   *
   * @param owner the image's project; null where the store-service did not say it
   * @param range the answer's {@code Content-Range}; null where the whole image was asked for
   * @param length bytes that the client was to get
   * @param sentBytes that were handed to his connection
   * @param store where they were read last; null for the store-service's own cache
   * @param durationMillis from the request's arrival on
   * @param clientAddress of whoever is connected to the gateway, a proxy perhaps
   */
  @FactType("io.vitrine.image.downloaded.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record ImageDownloaded(
      UUID imageId,
      @Nullable String owner,
      @Nullable String range,
      long length,
      long sentBytes,
      Outcome outcome,
      @Nullable String store,
      @JsonProperty("duration_ms") long durationMillis,
      @Nullable String clientAddress)
      implements DownloadFact {}

  /** How a download ended. */
  enum Outcome {
    COMPLETE,
    /** The client left, or took the bytes too slowly. */
    CLIENT_GONE,
    /** No copy gave the rest. */
    STORE_FAILED;

    @JsonValue
    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
