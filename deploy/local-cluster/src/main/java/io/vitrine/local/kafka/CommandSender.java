package io.vitrine.local.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.local.ClusterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends commands to the registry, and hears what became of them. */
public final class CommandSender implements AutoCloseable {
  public static final String TOPIC = "vitrine.commands";
  private static final String RESULTS = "vitrine.command-results";
  private static final Duration POLL = Duration.ofMillis(200);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KafkaProducer<String, String> producer;
  private final KafkaConsumer<String, byte[]> results;
  private final Set<String> own = new HashSet<>();
  private final List<JsonNode> heard = new ArrayList<>();

  /** Hears all results from now on. */
  public CommandSender(Map<String, Object> settings) {
    producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    results = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        results.partitionsFor(RESULTS).stream()
            .map(info -> new TopicPartition(RESULTS, info.partition()))
            .toList();
    results.assign(partitions);
    results.seekToEnd(partitions);
    partitions.forEach(results::position);
  }

  /**
   * A command.
   *
   * @param name as {@code delete-image}
   * @param key commands of one key keep their order
   * @param token none where Kafka vouches for the sender
   */
  public record Command(String id, String name, String key, String json, Optional<String> token) {
    ProducerRecord<String, String> record() {
      ProducerRecord<String, String> record = new ProducerRecord<>(TOPIC, key, json);
      Headers headers = record.headers();
      add(headers, "ce_specversion", "1.0");
      add(headers, "ce_id", id);
      add(headers, "ce_source", "vitrine-command-line");
      add(headers, "ce_type", "io.vitrine.command.%s.v1".formatted(name));
      add(headers, "ce_time", Instant.now().toString());
      add(headers, "content-type", "application/json");
      token.ifPresent(own -> authorize(headers, own));
      return record;
    }
  }

  static void authorize(Headers headers, String token) {
    add(headers, "authorization", "Bearer " + token);
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  public void send(Command command) throws InterruptedException {
    try {
      producer.send(command.record()).get();
      own.add(command.id());
    } catch (ExecutionException e) {
      throw new ClusterException("Kafka did not take the command: " + e.getCause(), e);
    }
  }

  /**
   * The next answer to a command; empty if none comes in time. Each is given once: a command that
   * was sent twice has two.
   */
  public Optional<JsonNode> await(Command command, Duration patience) throws IOException {
    Instant end = Instant.now().plus(patience);
    own.add(command.id());
    Optional<JsonNode> answer = taken(command);
    while (answer.isEmpty() && Instant.now().isBefore(end)) {
      for (ConsumerRecord<String, byte[]> record : results.poll(POLL)) {
        JsonNode result = JSON.readTree(record.value());
        if (own.contains(idIn(result))) {
          heard.add(result);
        }
      }
      answer = taken(command);
    }
    return answer;
  }

  private Optional<JsonNode> taken(Command command) {
    Optional<JsonNode> first =
        heard.stream().filter(answer -> idIn(answer).equals(command.id())).findFirst();
    first.ifPresent(heard::remove);
    return first;
  }

  private static String idIn(JsonNode answer) {
    return answer.path("command_id").asText();
  }

  @Override
  public void close() {
    producer.close();
    results.close();
  }
}
