package io.vitrine.local.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A fact as it lies on a topic: a CloudEvent in binary mode.
 *
 * @param id by which a repetition is known
 */
public record TopicFact(String id, String type, Instant time, JsonNode data) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Empty for a record that is none. */
  static Optional<TopicFact> of(ConsumerRecord<String, byte[]> record) {
    try {
      return Optional.of(
          new TopicFact(
              header(record, "ce_id"),
              header(record, "ce_type"),
              OffsetDateTime.parse(header(record, "ce_time")).toInstant(),
              JSON.readTree(record.value())));
    } catch (IOException | DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    if (header == null) {
      throw new IllegalArgumentException("a record has no " + name);
    }
    return new String(header.value(), StandardCharsets.UTF_8);
  }
}
