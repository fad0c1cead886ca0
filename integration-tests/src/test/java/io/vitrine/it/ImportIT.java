package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.ImageApi.Answer;
import io.vitrine.local.PartName;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TO_RAW = ",\"output_format\":\"raw\"";
  private static final String TO_QCOW2 = ",\"output_format\":\"qcow2\"";

  private final TestCluster cluster = TestCluster.get();
  private final ImageApi demo = cluster.as("demo");
  private final byte[] raw = Disks.raw(5 << 20, 11);

  private String staged(String format, byte[] bytes) {
    String id = demo.create(format);
    assertThat(demo.stage(id, bytes).status()).isEqualTo(204);
    assertThat(demo.status(id)).isEqualTo("uploading");
    return id;
  }

  private JsonNode awaitEnd(String id) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> Set.of("success", "failure").contains(demo.lastTask(id).get("status").asText()));
    return demo.lastTask(id);
  }

  @Test
  void convertsQcow2ToRaw() {
    String id = staged("qcow2", Disks.qcow2(raw));

    assertThat(demo.startImport(id, TO_RAW).status()).isEqualTo(202);

    JsonNode task = awaitEnd(id);
    assertThat(task.get("status").asText()).isEqualTo("success");
    assertThat(task.get("type").asText()).isEqualTo("api_image_import");
    assertThat(task.get("image_id").asText()).isEqualTo(id);
    assertThat(task.at("/progress/phase").asText()).isNotBlank();
    assertThat(task.at("/progress/total_bytes").asLong()).isPositive();
    assertThat(task.at("/progress/done_bytes")).isEqualTo(task.at("/progress/total_bytes"));
    JsonNode image = demo.show(id);
    assertThat(image.get("status").asText()).isEqualTo("active");
    assertThat(image.get("disk_format").asText()).isEqualTo("raw");
    assertThat(image.get("size").asLong()).isEqualTo(raw.length);
    assertThat(image.get("virtual_size").asLong()).isEqualTo(raw.length);
    assertThat(image.get("checksum").asText()).isEqualTo(Disks.md5(raw));
    assertThat(image.get("os_hash_value").asText()).isEqualTo(Disks.sha512(raw));
    assertThat(demo.download(id).body()).isEqualTo(raw);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(cluster.objectsOf(id)).hasSize(1));
  }

  @Test
  void convertsRawToQcow2() {
    String id = staged("raw", raw);

    demo.startImport(id, TO_QCOW2);

    assertThat(awaitEnd(id).get("status").asText()).isEqualTo("success");
    JsonNode image = demo.show(id);
    byte[] stored = demo.download(id).body();
    assertThat(image.get("disk_format").asText()).isEqualTo("qcow2");
    assertThat(image.get("virtual_size").asLong()).isEqualTo(raw.length);
    assertThat(image.get("checksum").asText()).isEqualTo(Disks.md5(stored));
    assertThat(Disks.rawOf("qcow2", stored)).isEqualTo(raw);
  }

  @Test
  void keepsWhatNeedsNoConversion() {
    byte[] qcow2 = Disks.qcow2(raw);
    String id = staged("qcow2", qcow2);

    demo.startImport(id, "");

    assertThat(awaitEnd(id).get("status").asText()).isEqualTo("success");
    assertThat(demo.show(id).get("disk_format").asText()).isEqualTo("qcow2");
    assertThat(demo.download(id).body()).isEqualTo(qcow2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lie", "hidden qcow2", "backing file", "data file", "truncated", "empty"})
  @Tag("attack")
  @Tag("OSSA-2024-001")
  void refusesWhatItCannotTrust(String kind) {
    // Given
    byte[] good = Disks.qcow2(raw);
    String id =
        switch (kind) {
          case "lie" -> staged("qcow2", raw);
          case "hidden qcow2" -> staged("raw", good);
          case "backing file" -> staged("qcow2", Disks.withBackingFile(good));
          case "data file" -> staged("qcow2", Disks.withDataFile(good));
          case "truncated" -> staged("qcow2", Arrays.copyOf(good, good.length / 2));
          default -> staged("qcow2", new byte[0]);
        };
    // When
    assertThat(demo.startImport(id, TO_RAW).status()).isEqualTo(202);
    // Then
    JsonNode task = awaitEnd(id);
    assertThat(task.get("status").asText()).isEqualTo("failure");
    assertThat(task.get("message").asText()).isNotBlank().doesNotContain("Exception");
    assertThat(demo.status(id)).isEqualTo("queued");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(cluster.objectsOf(id)).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | {}",
        "400 | {\"method\":{}}",
        "400 | {\"method\":{\"name\":\"teleport\"}}",
        "400 | not json",
        "400 | {\"method\":{\"name\":\"glance-direct\"},\"output_format\":\"floppy\"}",
        "400 | {\"method\":{\"name\":\"glance-direct\"},\"all_stores\":\"yes\"}",
        "409 | {\"method\":{\"name\":\"glance-direct\"},\"stores\":[\"nowhere\"]}"
      })
  void refusesBadRequests(int status, String json) {
    String id = staged("raw", raw);

    assertThat(demo.post("/v2/images/" + id + "/import", json).status()).isEqualTo(status);
    assertThat(demo.status(id)).isEqualTo("uploading");
  }

  @Test
  void oneImportAtOnceIsOne() {
    // Given
    String id = staged("qcow2", Disks.qcow2(Disks.raw(64 << 20, 11)));
    // When
    Answer first = demo.startImport(id, TO_RAW);
    Answer second = demo.startImport(id, TO_RAW);
    // Then
    assertThat(first.status()).isEqualTo(202);
    assertThat(second.status()).isEqualTo(409);
    assertThat(awaitEnd(id).get("status").asText()).isEqualTo("success");
    assertThat(demo.get("/v2/images/" + id + "/tasks").json().get("tasks")).hasSize(1);
  }

  @Test
  void needsTheFormatsFirst() {
    String id = demo.post("/v2/images", "{}").json().get("id").asText();
    assertThat(demo.stage(id, raw).status()).isEqualTo(204);

    assertThat(demo.startImport(id, "").status()).isEqualTo(409);
    assertThat(demo.status(id)).isEqualTo("uploading");
  }

  @Test
  void anyNodeImportsWhatAnotherOneStaged() {
    // Given
    String id = demo.create("raw");
    try (AnotherService store =
        AnotherService.launchStore(
            cluster, "store-of-another-node", cluster.url(PartName.REGISTRY), Map.of())) {
      store.awaitReady();
      ImageApi there = new ImageApi(store.url(), cluster.token("demo"));
      assertThat(there.stage(id, raw).status()).isEqualTo(204);
    }
    // When
    assertThat(demo.startImport(id, "").status()).isEqualTo(202);
    // Then
    assertThat(awaitEnd(id).get("status").asText()).isEqualTo("success");
    assertThat(demo.download(id).body()).isEqualTo(raw);
  }

  @Test
  void refusesAnImageWithoutStagedData() {
    String id = demo.create("raw");

    assertThat(demo.startImport(id, "").status()).isEqualTo(409);
    assertThat(demo.status(id)).isEqualTo("queued");
  }
}
