package io.vitrine.local.replay;

import io.vitrine.local.ClusterException;
import io.vitrine.local.kafka.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads topics from where they begin. Leaves nothing on the broker, not even a group. */
final class FactReader implements FactSource, AutoCloseable {
  private static final Duration WAIT = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaConsumer<String, byte[]> consumer;
  private final List<TopicPartition> partitions;
  private long unreadable;

  FactReader(Map<String, Object> access, List<String> topics) {
    Map<String, Object> settings =
        Settings.of(
            access,
            Map.of(
                "default.api.timeout.ms", "15000",
                "allow.auto.create.topics", "false",
                "enable.auto.commit", "false"));
    consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    partitions =
        topics.stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Topics of which something has been deleted. */
  List<String> cutTopics() {
    return consumer.beginningOffsets(partitions).entrySet().stream()
        .filter(begin -> begin.getValue() > 0)
        .map(begin -> begin.getKey().topic())
        .distinct()
        .sorted()
        .toList();
  }

  /** All there is now. */
  void readAll(Consumer<TopicFact> each) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    long silentSince = System.nanoTime();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      if (poll(each) > 0) {
        silentSince = System.nanoTime();
      } else if (System.nanoTime() - silentSince > PATIENCE.toNanos()) {
        throw new ClusterException("Kafka has more facts and does not send them");
      }
    }
  }

  @Override
  public void readOn(Consumer<TopicFact> each) {
    poll(each);
  }

  private int poll(Consumer<TopicFact> each) {
    var records = consumer.poll(WAIT);
    for (ConsumerRecord<String, byte[]> record : records) {
      TopicFact.of(record).ifPresentOrElse(each, () -> unreadable++);
    }
    return records.count();
  }

  /** Records that are no facts. */
  long unreadable() {
    return unreadable;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
