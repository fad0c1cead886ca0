package io.vitrine.it;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Reads topics from their beginning. */
final class KafkaTrail implements AutoCloseable {
  private static final Duration QUIET = Duration.ofMillis(1500);

  private final Map<String, Object> settings;
  private final KafkaConsumer<String, byte[]> consumer;

  KafkaTrail(String brokers) {
    this(Map.of("bootstrap.servers", brokers));
  }

  /** With the settings of a Kafka client. */
  KafkaTrail(Map<String, Object> settings) {
    this.settings = settings;
    this.consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** The types of the facts about an image, in order. */
  List<String> typesOf(String topic, String imageId) {
    return records(topic, imageId).stream().map(KafkaTrail::type).toList();
  }

  static String type(ConsumerRecord<String, byte[]> record) {
    return header(record, "ce_type");
  }

  static String header(ConsumerRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  List<ConsumerRecord<String, byte[]>> records(String topic, String imageId) {
    return records(topic, record -> imageId.equals(record.key()));
  }

  List<ConsumerRecord<String, byte[]>> records(
      String topic, Predicate<ConsumerRecord<String, byte[]>> wanted) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
    ConsumerRecords<String, byte[]> batch = consumer.poll(QUIET);
    while (!batch.isEmpty()) {
      batch.forEach(record -> {
        if (wanted.test(record)) {
          found.add(record);
        }
      });
      batch = consumer.poll(QUIET);
    }
    found.sort(Comparator.comparingLong(ConsumerRecord::offset));
    return found;
  }

  /** Sends every fact about an image once more, as an at-least-once sender may. */
  void repeat(String topic, String imageId) {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      for (ConsumerRecord<String, byte[]> record : records(topic, imageId)) {
        producer.send(
            new ProducerRecord<>(topic, null, record.key(), record.value(), record.headers()));
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
