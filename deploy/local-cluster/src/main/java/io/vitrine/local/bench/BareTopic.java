package io.vitrine.local.bench;

import io.vitrine.local.kafka.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic for a bench alone: what is sent here is nobody's fact. */
final class BareTopic implements AutoCloseable {
  private final String name = "vitrine-bench-" + UUID.randomUUID();
  private final Map<String, Object> kafka;
  private final byte[] payload;
  private final Admin admin;
  private final KafkaProducer<String, byte[]> producer;

  BareTopic(Map<String, Object> kafka, String payload) throws IOException, InterruptedException {
    this.kafka = kafka;
    this.payload = payload.getBytes(StandardCharsets.UTF_8);
    admin = Admin.create(kafka);
    try {
      admin.createTopics(List.of(new NewTopic(name, Optional.of(6), Optional.empty()))).all().get();
    } catch (ExecutionException e) {
      throw new IOException("no topic for the bench: " + e.getCause(), e);
    }
    producer =
        new KafkaProducer<>(
            Settings.of(kafka, Map.of("acks", "all", "linger.ms", "0")),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  String name() {
    return name;
  }

  Arrivals arrivals() {
    return Arrivals.byKey(kafka, name);
  }

  /** Sends one record, as large as an image is, and returns its key when the broker has it. */
  String send() throws IOException, InterruptedException {
    String key = UUID.randomUUID().toString();
    try {
      producer.send(new ProducerRecord<>(name, key, payload)).get();
    } catch (ExecutionException e) {
      throw new IOException("the broker refused a record: " + e.getCause(), e);
    }
    return key;
  }

  @Override
  public void close() {
    producer.close();
    admin.deleteTopics(List.of(name));
    admin.close();
  }
}
