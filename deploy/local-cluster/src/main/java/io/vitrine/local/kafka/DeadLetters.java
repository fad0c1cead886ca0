package io.vitrine.local.kafka;

import io.vitrine.local.ClusterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topic of what the services have given up on. */
public final class DeadLetters {
  private static final String TOPIC = "vitrine.dead-letters";
  private static final Duration POLL = Duration.ofMillis(500);

  private final Map<String, Object> settings;

  public DeadLetters(Map<String, Object> settings) {
    this.settings = settings;
  }

  /** How many there are on this broker. */
  public long count() {
    try (var consumer = consumer()) {
      return consumer.endOffsets(partitions(consumer)).values().stream()
          .mapToLong(Long::longValue)
          .sum();
    }
  }

  /** All that are there now, the oldest first. */
  public List<DeadLetter> all() {
    try (var consumer = consumer()) {
      List<TopicPartition> partitions = partitions(consumer);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      List<DeadLetter> found = new ArrayList<>();
      while (partitions.stream()
          .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          found.add(new DeadLetter(record));
        }
      }
      found.sort(Comparator.comparing(DeadLetter::at));
      return found;
    }
  }

  public DeadLetter find(DeadLetter.Id id) {
    return all().stream()
        .filter(letter -> letter.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new ClusterException("there is no dead letter " + id));
  }

  /**
   * Sends it to the topic that it came from. It stays here, too: dead letters go with time only.
   *
   * @param token for a command, whose own was taken out; none where Kafka vouches for the sender
   * @return where it is now
   */
  public RecordMetadata replay(DeadLetter letter, Optional<String> token)
      throws InterruptedException {
    ProducerRecord<byte[], byte[]> record = letter.original();
    if (record.topic().equals(CommandSender.TOPIC)) {
      token.ifPresent(own -> CommandSender.authorize(record.headers(), own));
    }
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      return producer.send(record).get();
    } catch (ExecutionException e) {
      throw new ClusterException("Kafka did not take " + letter.id() + ": " + e.getCause(), e);
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer) {
    return consumer.partitionsFor(TOPIC).stream()
        .map(partition -> new TopicPartition(TOPIC, partition.partition()))
        .toList();
  }
}
