package io.vitrine.handover;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * An answer without its body: what the client is to be told, and where its bytes can be read. The
 * URLs are signed and good for a while; they never leave the cluster.
 *
 * @param status of the answer to the client
 * @param headers of that answer, but for its length
 * @param offset in the source, of the first byte of the body
 * @param length bytes of the body
 * @param sources the same object in one or more stores, the one to begin with first
 * @param patienceSeconds how long a client may take nothing
 * @param minSpeed bytes per second that a client takes at least, over that time
 */
@JsonNaming(SnakeCaseStrategy.class)
public record HandOver(
    int status,
    Map<String, String> headers,
    long offset,
    long length,
    List<URI> sources,
    long patienceSeconds,
    long minSpeed) {

  /** Of the answer that it is. */
  public static final int STATUS = 200;

  /** The content type of such an answer. */
  public static final String MEDIA_TYPE = "application/vnd.vitrine.hand-over+json";

  /** The request header by which a gateway says that it understands one. */
  public static final String OFFER = "X-Vitrine-Hand-Over";

  /** Bytes that the document of one has at most. */
  public static final int MAX_BYTES = 64 << 10;

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  public HandOver {
    headers = Map.copyOf(headers);
    sources = List.copyOf(sources);
    boolean readable =
        sources.stream()
            .allMatch(it ->
                it.getHost() != null
                    && ("http".equals(it.getScheme()) || "https".equals(it.getScheme())));
    if (sources.isEmpty() || !readable || offset < 0 || length < 0) {
      throw new IllegalArgumentException(
          "not a hand-over: %d sources, %d bytes from %d"
              .formatted(sources.size(), length, offset));
    }
  }

  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads one.
   *
   * @throws IOException if the document is none
   */
  public static HandOver parse(byte[] json) throws IOException {
    return JSON.readValue(json, HandOver.class);
  }

  /** Signed URLs open what they name: they are kept out of logs. */
  @Override
  public String toString() {
    return "HandOver[status=%d, %d bytes from %d, %d sources]"
        .formatted(status, length, offset, sources.size());
  }
}
