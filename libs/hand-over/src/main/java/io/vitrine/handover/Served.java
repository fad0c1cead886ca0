package io.vitrine.handover;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the store-service says, in a header for the gateway alone, of an answer that brings an
 * image's data, or says where it is.
 *
 * @param owner the image's project; null where the registry did not say it
 * @param stores where the bytes are read, in the order in which this is tried; none where the
 *     store-service has them itself
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Served(
    UUID imageId,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String owner,
    List<String> stores) {

  public static final String HEADER = "X-Vitrine-Served";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  public Served {
    stores = List.copyOf(stores);
  }

  /** As the value of the header. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads the value of the header.
   *
   * @throws IOException if it is none
   */
  public static Served parse(String json) throws IOException {
    return JSON.readValue(json, Served.class);
  }
}
