package io.vitrine.local.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.local.ClusterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** A record that a consumer has given up, or a fact that says of itself that it is one. */
public record DeadLetter(ConsumerRecord<byte[], byte[]> record) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ADDED = "dead-letter-";

  /** Its place: partition and offset. */
  public record Id(int partition, long offset) {
    /** Reads what {@link #toString} writes. */
    public static Id parse(String text) {
      String[] parts = text.split("-", -1);
      try {
        if (parts.length == 2) {
          return new Id(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
        }
      } catch (NumberFormatException e) {
        // Said below.
      }
      throw new ClusterException("a dead letter is named as in the list, 3-17, not " + text);
    }

    @Override
    public String toString() {
      return partition + "-" + offset;
    }
  }

  public Id id() {
    return new Id(record.partition(), record.offset());
  }

  public Instant at() {
    return Instant.ofEpochMilli(record.timestamp());
  }

  /** The topic that it was on; a fact that was made for people was on no other. */
  public Optional<String> origin() {
    return header(ADDED + "topic");
  }

  public Optional<String> type() {
    return header("ce_type");
  }

  public Optional<String> key() {
    return Optional.ofNullable(record.key()).map(DeadLetter::text);
  }

  public String reason() {
    return header(ADDED + "reason")
        .map(reason -> header(ADDED + "cause").map(cause -> reason + ": " + cause).orElse(reason))
        .or(() -> json().map(fact -> fact.path("reason").asText()))
        .orElse("");
  }

  /** All headers but those that tell how it came here. */
  public List<Header> headers() {
    List<Header> own = new ArrayList<>();
    record
        .headers()
        .forEach(header -> {
          if (!header.key().startsWith(ADDED)) {
            own.add(header);
          }
        });
    return own;
  }

  /** The payload for people: JSON in lines, where it is that. */
  public String payload() {
    return record.value() == null
        ? "(none)"
        : json().map(JsonNode::toPrettyString).orElseGet(() -> text(record.value()));
  }

  /** The record as it was when it was sent first. */
  ProducerRecord<byte[], byte[]> original() {
    String topic =
        origin()
            .orElseThrow(() ->
                new ClusterException(
                    id() + " is a fact for people and was on no other topic: see its reason"));
    return new ProducerRecord<>(
        topic, null, record.key(), record.value(), new RecordHeaders(headers()));
  }

  private Optional<JsonNode> json() {
    try {
      return Optional.ofNullable(record.value() == null ? null : JSON.readTree(record.value()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<String> header(String name) {
    @Nullable Header header = record.headers().lastHeader(name);
    return Optional.ofNullable(header).map(found -> text(found.value()));
  }

  public static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
