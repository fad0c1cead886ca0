package io.vitrine.it;

import static io.vitrine.it.KafkaTrail.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class EventsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TestCluster cluster = TestCluster.get();
  private final ImageApi demo = cluster.as("demo");

  @Test
  void everyStepOfAnImportIsAFactInOrder() {
    // Given
    byte[] raw = Disks.raw(3 << 20, 31);
    String id = demo.create("qcow2");
    demo.stage(id, Disks.qcow2(raw));
    // When
    demo.startImport(id, ",\"output_format\":\"raw\"");
    await().atMost(PATIENCE).until(() -> demo.status(id).equals("active"));
    demo.delete("/v2/images/" + id);
    // Then
    try (KafkaTrail trail = new KafkaTrail(cluster.parts().ports().kafka())) {
      assertThat(trail.typesOf("vitrine.images", id))
          .containsExactly(
              "io.vitrine.image.created.v1",
              "io.vitrine.image.upload-started.v1",
              "io.vitrine.image.staged.v1",
              "io.vitrine.image.import-started.v1",
              "io.vitrine.image.activated.v1",
              "io.vitrine.image.deleted.v1");
      assertThat(trail.typesOf("vitrine.imports", id))
          .containsExactly("io.vitrine.image.import-requested.v1");
      assertThat(trail.typesOf("vitrine.import-progress", id))
          .contains("io.vitrine.image.import-run-progressed.v1")
          .endsWith("io.vitrine.image.import-run-completed.v1");
    }
  }

  @Test
  void aFactCarriesTheRequestAndTheUserBehindIt() {
    // Given
    String id = demo.create("raw");
    // When
    var answer = demo.patch(id, "[{\"op\":\"add\",\"path\":\"/a\",\"value\":\"b\"}]");
    // Then
    try (KafkaTrail trail = new KafkaTrail(cluster.parts().ports().kafka())) {
      ConsumerRecord<String, byte[]> updated = trail.records("vitrine.images", id).getLast();
      assertThat(header(updated, "ce_requestid"))
          .isEqualTo(answer.header("X-Openstack-Request-Id"));
      assertThat(header(updated, "ce_projectid")).isEqualTo(demo.show(id).get("owner").asText());
      assertThat(header(updated, "ce_userid")).isNotEmpty();
      assertThat(updated.key()).isEqualTo(id);
    }
  }

  @Test
  void aRefusedChangeIsNoFact() {
    String id = demo.create("raw");

    demo.patch(id, "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"active\"}]");

    try (KafkaTrail trail = new KafkaTrail(cluster.parts().ports().kafka())) {
      assertThat(trail.typesOf("vitrine.images", id))
          .containsExactly("io.vitrine.image.created.v1");
    }
  }
}
