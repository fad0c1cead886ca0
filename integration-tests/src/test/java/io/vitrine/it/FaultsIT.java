package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vitrine.local.PartName;
import io.vitrine.local.Progress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Faults are inputs: whatever dies, no image is stuck and no byte is left. */
class FaultsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** More of them: -Dkill.rounds=20. */
  private static final int KILL_ROUNDS = Integer.getInteger("kill.rounds", 3);

  private final TestCluster cluster = TestCluster.get();
  private final ImageApi demo = cluster.as("demo");

  @Test
  void aKilledWorkerIsReplacedAndTheImageStillEndsActive() {
    byte[] raw = Disks.raw(64 << 20, 21);
    byte[] qcow2 = Disks.qcow2(raw);
    for (int round = 0; round < KILL_ROUNDS; round++) {
      // Given
      String id = demo.create("qcow2");
      demo.stage(id, qcow2);
      demo.startImport(id, ",\"output_format\":\"raw\"");
      // When
      CompletableFuture.runAsync(
              () -> cluster.parts().crash(PartName.WORKER),
              CompletableFuture.delayedExecutor(
                  ThreadLocalRandom.current().nextInt(1500), TimeUnit.MILLISECONDS))
          .join();
      // Then
      await().atMost(PATIENCE).until(() -> demo.status(id).equals("active"));
      assertThat(Disks.md5(demo.download(id).body())).isEqualTo(Disks.md5(raw));
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(cluster.objectsOf(id)).hasSize(1));
      cluster.parts().awaitReady(PartName.WORKER);
    }
  }

  @Test
  void aStoreKilledInTheMiddleOfAnUploadLeavesAQueuedImageAndNoBytes() throws Exception {
    // Given
    String id = demo.create("raw");
    byte[] bytes = Disks.raw(200 << 20, 22);
    CompletableFuture<Integer> upload =
        CompletableFuture.supplyAsync(() -> demo.upload(id, bytes).status())
            .exceptionally(cut -> -1);
    await().atMost(PATIENCE).until(() -> !cluster.objectsOf(id).isEmpty());
    // When
    cluster.parts().crash(PartName.STORE);
    // Then
    assertThat(upload.get(60, TimeUnit.SECONDS)).isNotEqualTo(204);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          assertThat(demo.status(id)).isEqualTo("queued");
          assertThat(cluster.objectsOf(id)).isEmpty();
        });
    cluster.parts().awaitReady(PartName.STORE);
    assertThat(demo.upload(id, new byte[] {1}).status()).isEqualTo(204);
  }

  @Test
  void aRegistryKilledDuringAnUploadDelaysAndLosesNothing() throws Exception {
    // Given
    String id = demo.create("raw");
    byte[] bytes = Disks.raw(100 << 20, 24);
    CompletableFuture<Integer> upload =
        CompletableFuture.supplyAsync(() -> demo.upload(id, bytes).status());
    await().atMost(PATIENCE).until(() -> !cluster.objectsOf(id).isEmpty());
    // When
    cluster.parts().crash(PartName.REGISTRY);
    // Then: done, or the promise that it will be.
    assertThat(upload.get(90, TimeUnit.SECONDS)).isIn(204, 503);
    cluster.parts().awaitReady(PartName.REGISTRY);
    await().atMost(PATIENCE).until(() -> demo.status(id).equals("active"));
    assertThat(Disks.md5(demo.download(id).body())).isEqualTo(Disks.md5(bytes));
  }

  @Test
  void aFactThatComesTwiceOrThatNobodyCanReadChangesNothing() throws Exception {
    // Given
    String id = demo.create("raw");
    byte[] bytes = Disks.raw(1 << 20, 23);
    demo.upload(id, bytes);
    String other = demo.create("raw");
    // When
    try (KafkaTrail trail = new KafkaTrail(cluster.parts().ports().kafka())) {
      trail.repeat("vitrine.blobs", id);
    }
    send("vitrine.blobs", other, "io.vitrine.image.blob-stored.v1", "{not json");
    send("vitrine.blobs", other, "io.vitrine.image.unheard-of.v7", "{}");
    // Then the consumer goes on:
    assertThat(demo.upload(other, bytes).status()).isEqualTo(204);
    assertThat(demo.download(id).body()).isEqualTo(bytes);
    assertThat(demo.status(id)).isEqualTo("active");
  }

  @Test
  void aBrokerThatIsAwayDelaysAndLosesNothing() {
    // Given
    String id = demo.create("raw");
    cluster.parts().crash(PartName.KAFKA);
    // When
    assertThat(demo.patch(id, "[{\"op\":\"add\",\"path\":\"/a\",\"value\":\"b\"}]").status())
        .isEqualTo(200);
    cluster.parts().start(Progress.silent());
    // Then
    try (KafkaTrail trail = new KafkaTrail(cluster.parts().ports().kafka())) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(trail.typesOf("vitrine.images", id))
                  .containsExactly("io.vitrine.image.created.v1", "io.vitrine.image.updated.v1"));
    }
    await()
        .atMost(PATIENCE)
        .until(() ->
            demo.upload(id, new byte[] {1}).status() == 204 || demo.status(id).equals("active"));
  }

  private void send(String topic, String key, String type, String payload) throws Exception {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", cluster.parts().ports().kafka()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      ProducerRecord<String, byte[]> poison =
          new ProducerRecord<>(topic, key, payload.getBytes(StandardCharsets.UTF_8));
      poison
          .headers()
          .add("ce_specversion", "1.0".getBytes(StandardCharsets.US_ASCII))
          .add("ce_id", UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII))
          .add("ce_source", "test".getBytes(StandardCharsets.US_ASCII))
          .add("ce_type", type.getBytes(StandardCharsets.US_ASCII));
      producer.send(poison).get(10, TimeUnit.SECONDS);
    }
  }
}
