package io.vitrine.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What the services told one another about an image, read from Kafka like any other consumer. */
final class EventTrail implements AutoCloseable {
  private static final List<String> TOPICS =
      List.of("vitrine.images", "vitrine.blobs", "vitrine.imports", "vitrine.import-progress");
  private static final Duration QUIET = Duration.ofMillis(1200);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KafkaConsumer<String, byte[]> consumer;

  /** Remembers where the topics end now. */
  EventTrail(Map<String, Object> kafka) {
    var settings = new HashMap<String, Object>(kafka);
    settings.put("default.api.timeout.ms", "15000");
    settings.put("allow.auto.create.topics", "false");
    settings.put("enable.auto.commit", "false");
    consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        TOPICS.stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
  }

  /** One event in words. */
  record Event(long time, String topic, String type, String fact) {

    private boolean isLike(Event other) {
      return topic.equals(other.topic) && type.equals(other.type);
    }
  }

  /** The image's events since the beginning, in the order in which they were written. */
  List<Event> of(String imageId) {
    var events = new ArrayList<Event>();
    ConsumerRecords<String, byte[]> records = consumer.poll(QUIET);
    while (!records.isEmpty()) {
      for (ConsumerRecord<String, byte[]> event : records) {
        if (imageId.equals(event.key())) {
          events.add(read(event));
        }
      }
      records = consumer.poll(QUIET);
    }
    events.sort(Comparator.comparingLong(Event::time));
    return events;
  }

  private static Event read(ConsumerRecord<String, byte[]> event) {
    Header type = event.headers().lastHeader("ce_type");
    String name = type == null ? "?" : new String(type.value(), StandardCharsets.UTF_8);
    return new Event(event.timestamp(), event.topic(), name, describe(event.value()));
  }

  static String describe(byte[] payload) {
    try {
      return describe(JSON.readTree(payload));
    } catch (IOException e) {
      return "(not JSON)";
    }
  }

  private static String describe(JsonNode fact) {
    var words = new ArrayList<String>();
    add(words, "status", fact.at("/image/status"));
    add(words, "phase", fact.path("phase"));
    add(words, "attempt", fact.path("attempt"));
    addBytes(words, "received", fact.path("received_bytes"));
    if (fact.hasNonNull("done_bytes")) {
      String total = Terminal.bytes(fact.path("total_bytes").asLong());
      words.add(Terminal.bytes(fact.path("done_bytes").asLong()) + " of " + total);
    }
    addBytes(words, "size", fact.at("/blob/size"));
    add(words, "format", fact.at("/blob/disk_format"));
    add(words, "reason", fact.path("reason"));
    return String.join(", ", words);
  }

  private static void add(List<String> words, String name, JsonNode value) {
    if (value.isValueNode() && !value.isNull()) {
      words.add(name + " " + value.asText());
    }
  }

  private static void addBytes(List<String> words, String name, JsonNode value) {
    if (value.isNumber()) {
      words.add(name + " " + Terminal.bytes(value.asLong()));
    }
  }

  /** Of a row of alike events, as progress reports are, only the first and the last are shown. */
  static List<String> render(List<Event> events) {
    var lines = new ArrayList<String>();
    int i = 0;
    while (i < events.size()) {
      int last = i;
      while (last + 1 < events.size() && events.get(last + 1).isLike(events.get(i))) {
        last++;
      }
      lines.add(line(events.get(i), events.getFirst().time()));
      if (last - i > 1) {
        lines.add(Terminal.dim("             … " + (last - i - 1) + " more of these"));
      }
      if (last > i) {
        lines.add(line(events.get(last), events.getFirst().time()));
      }
      i = last + 1;
    }
    return lines;
  }

  private static String line(Event event, long begin) {
    String type = event.type().replaceFirst("^io\\.vitrine\\.", "");
    return String.format(
        Locale.ROOT,
        "  +%7.3f s  %-24s %-34s %s",
        (event.time() - begin) / 1000.0,
        event.topic(),
        type,
        event.fact());
  }

  @Override
  public void close() {
    consumer.close();
  }
}
