package io.vitrine.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Bodies as JSON, whatever their content type says: clients of the Image API are used to that. */
public final class JsonBody {
  /** Refuses what other readers would read in another way. */
  public static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private JsonBody() {}

  public static JsonNode parse(byte @Nullable [] body) {
    if (body == null || body.length == 0) {
      throw malformed("Body expected in request.");
    }
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      throw malformed("Malformed JSON in request body: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw malformed("Malformed JSON in request body.");
    }
  }

  public static JsonNode object(byte @Nullable [] body) {
    JsonNode node = parse(body);
    if (!node.isObject()) {
      throw malformed("Expected a JSON object in the request body.");
    }
    return node;
  }

  public static JsonNode array(byte @Nullable [] body) {
    JsonNode node = parse(body);
    if (!node.isArray()) {
      throw malformed("Request body must be a JSON array of operation objects.");
    }
    return node;
  }

  /** For the calls that are all in their path: a body would be a misunderstanding. */
  public static void refuse(HttpHeaders headers) {
    if (headers.getLength() > 0 || headers.getHeaderString("Transfer-Encoding") != null) {
      throw malformed("A body is not expected with this request.");
    }
  }

  public static RuntimeException malformed(String message) {
    return new RequestProblem.Malformed(message).asException();
  }
}
