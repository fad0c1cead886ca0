package io.vitrine.local.bench;

import io.vitrine.local.ClusterException;
import io.vitrine.local.kafka.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** When a consumer as it comes, which reads on all the time, has had which record. */
final class Arrivals implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaConsumer<String, byte[]> consumer;
  private final Function<ConsumerRecord<String, byte[]>, String> id;
  private final Map<String, Long> byId = new ConcurrentHashMap<>();
  private final AtomicLong last = new AtomicLong();
  private final AtomicLong count = new AtomicLong();
  private final Thread reader = new Thread(this::read, "arrivals");

  private Arrivals(
      Map<String, Object> kafka,
      String topic,
      Function<ConsumerRecord<String, byte[]>, String> id) {
    this.id = id;
    consumer =
        new KafkaConsumer<>(
            Settings.of(kafka, Map.of("enable.auto.commit", "false")),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    var partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    reader.start();
  }

  /** Of facts about images, by the id of the request that is behind them. */
  static Arrivals ofFacts(Map<String, Object> kafka) {
    return new Arrivals(kafka, "vitrine.images", Arrivals::requestId);
  }

  static Arrivals byKey(Map<String, Object> kafka, String topic) {
    return new Arrivals(kafka, topic, ConsumerRecord::key);
  }

  private static String requestId(ConsumerRecord<String, byte[]> fact) {
    Header header = fact.headers().lastHeader("ce_requestid");
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  private void read() {
    try (consumer) {
      while (true) {
        var records = consumer.poll(Duration.ofSeconds(1));
        long now = System.nanoTime();
        for (ConsumerRecord<String, byte[]> record : records) {
          byId.putIfAbsent(id.apply(record), now);
          last.set(now);
        }
        count.addAndGet(records.count());
      }
    } catch (WakeupException end) {
      // By close().
    }
  }

  /** When it came, by System.nanoTime(). */
  long await(String id) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (Long arrived = byId.get(id); ; arrived = byId.get(id)) {
      if (arrived != null) {
        return arrived;
      }
      if (System.nanoTime() > end) {
        throw new ClusterException("there is no event of request " + id);
      }
      Thread.sleep(1);
    }
  }

  long count() {
    return count.get();
  }

  /** When the newest of them came. */
  long last() {
    return last.get();
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
