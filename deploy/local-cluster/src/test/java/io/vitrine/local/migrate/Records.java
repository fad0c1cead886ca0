package io.vitrine.local.migrate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/** Records as APIs show them. */
final class Records {
  static final String SHA512 = "ab".repeat(64);

  private Records() {}

  static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** An image of project blue, with what else is said of it. */
  static ImageRecord image(String status, String more, Map<String, String> members) {
    return ImageRecord.from(
        json(
            """
            {'id': 'i', 'status': '%s', 'name': 'n', 'owner': 'blue', 'visibility': 'shared',
             'protected': false, 'disk_format': 'raw', 'container_format': 'bare', 'tags': [],
             'created_at': 'now', 'self': '/v2/images/i'%s}\
            """
                .formatted(status, more.isEmpty() ? "" : ", " + more)),
        members);
  }

  static ImageRecord image(String status, String more) {
    return image(status, more, Map.of());
  }

  static ImageRecord active(String more) {
    return image("active", bytes("") + (more.isEmpty() ? "" : ", " + more));
  }

  /** What a record says of three bytes. */
  static String bytes(String salt) {
    return "'size': 3, 'os_hash_algo': 'sha512', 'os_hash_value': '%s%s'".formatted(SHA512, salt);
  }
}
