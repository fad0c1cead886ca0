package io.vitrine.it;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.ImageApi.Answer;
import io.vitrine.local.PartName;
import io.vitrine.local.Progress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What OpenStack's own listener hears from a registry that notifies, beside one that does not. */
class NotificationsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String TOPIC = "vitrine.notifications";
  private static final TestCluster CLUSTER = TestCluster.get();

  private static AnotherService registry;

  private final String kafka = CLUSTER.parts().ports().kafka();
  private final OsloListener listener = OsloListener.listen(kafka, TOPIC);
  private final ImageApi demo = CLUSTER.as("demo");

  @BeforeAll
  static void start() {
    registry =
        AnotherService.launchRegistry(
                CLUSTER,
                "registry-that-notifies",
                Map.of(
                    "VITRINE_REGISTRY_NOTIFICATIONS_ENABLED", "true",
                    "VITRINE_REGISTRY_NOTIFICATIONS_PUBLISHER_ID", "image.it",
                    "VITRINE_REGISTRY_NOTIFICATIONS_DISABLED", "image.member.update,metadef_tag"))
            .awaitReady();
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @AfterEach
  void listenNoMore() {
    listener.close();
  }

  private List<JsonNode> heard(Predicate<JsonNode> payload) {
    return listener.heard().stream().filter(each -> payload.test(each.get("payload"))).toList();
  }

  private List<JsonNode> heardOf(String id) {
    return heard(payload ->
        payload.path("id").asText().equals(id)
            || payload.path("image_id").asText().equals(id)
            || payload.asText().contains(id));
  }

  private static List<String> types(List<JsonNode> heard) {
    return heard.stream().map(each -> each.get("event_type").asText()).toList();
  }

  private void awaitTypes(String id, String... types) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(types(heardOf(id))).containsExactly(types));
  }

  private String share(String id) {
    Answer answer = demo.post("/v2/images/" + id + "/members", "{\"member\":\"alt_demo\"}");
    assertThat(answer.status()).isEqualTo(200);
    return answer.header("X-Openstack-Request-Id");
  }

  @Test
  void anImportedImageIsToldOfInOrder() {
    // Given
    String id = demo.create("qcow2");
    demo.stage(id, Disks.qcow2(Disks.raw(3 << 20, 31)));
    // When
    demo.startImport(id, ",\"output_format\":\"raw\"");
    await().atMost(PATIENCE).until(() -> demo.status(id).equals("active"));
    String task = demo.lastTask(id).get("id").asText();
    String request = share(id);
    CLUSTER
        .as("alt_demo")
        .replace("/v2/images/" + id + "/members/alt_demo", "{\"status\":\"accepted\"}");
    demo.delete("/v2/images/" + id);
    // Then
    awaitTypes(
        id,
        "image.create",
        "image.update",
        "image.update",
        "image.prepare",
        "image.upload",
        "image.activate",
        "image.member.create",
        "image.delete");
    awaitTypes(task, "task.create", "task.run", "task.processing", "task.success");
    List<JsonNode> heard = heardOf(id);
    JsonNode activated = heard.get(5).get("payload");
    assertThat(activated.get("status").asText()).isEqualTo("active");
    assertThat(activated.get("disk_format").asText()).isEqualTo("raw");
    assertThat(activated.get("size").asLong()).isEqualTo(3 << 20);
    assertThat(activated.get("is_public").asBoolean()).isFalse();
    assertThat(activated.get("deleted_at").isNull()).isTrue();
    JsonNode shared = heard.get(6);
    assertThat(shared.at("/payload/member_id").asText()).isEqualTo("alt_demo");
    assertThat(shared.at("/context/request_id").asText()).isEqualTo(request);
    assertThat(shared.get("publisher_id").asText()).isEqualTo("image.it");
    assertThat(shared.get("priority").asText()).isEqualTo("INFO");
    assertThat(shared.get("timestamp").asText())
        .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}");
    assertThat(heard.getLast().at("/payload/deleted").asBoolean()).isTrue();
    assertThat(heard.stream().map(each -> each.get("message_id").asText())).doesNotHaveDuplicates();
    assertThat(heardOf(task).getLast().at("/payload/result/image_id").asText()).isEqualTo(id);
  }

  @Test
  void anUploadThatFailsIsToldWithItsCause() {
    // Given
    String id = demo.create("qcow2");
    // When
    assertThat(demo.upload(id, Disks.raw(1 << 18, 5)).status()).isEqualTo(415);
    // Then: errors have a topic of their own, so no order among the others.
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(types(heardOf(id)))
                .containsExactlyInAnyOrder(
                    "image.create", "image.prepare", "image.upload", "image.update"));
    JsonNode failed =
        heardOf(id).stream()
            .filter(each -> each.get("priority").asText().equals("ERROR"))
            .findFirst()
            .orElseThrow();
    assertThat(failed.get("event_type").asText()).isEqualTo("image.upload");
    assertThat(failed.get("payload").asText())
        .startsWith("Failed to upload image data for image %s: ".formatted(id));
  }

  @Test
  void definitionsAreToldOf() {
    // Given
    String name = "it-" + UUID.randomUUID();
    String path = "/v2/metadefs/namespaces/" + name;
    ImageApi admin = CLUSTER.as("admin");
    // When
    admin.post("/v2/metadefs/namespaces", "{\"namespace\":\"%s\"}".formatted(name));
    admin.post(path + "/properties", "{\"name\":\"p\",\"type\":\"integer\",\"title\":\"T\"}");
    admin.post(path + "/tags/t", "");
    admin.delete(path);
    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(types(heard(payload -> payload.path("namespace").asText().equals(name))))
                .containsExactly(
                    "metadef_namespace.create",
                    "metadef_property.create",
                    "metadef_namespace.delete"));
  }

  @Test
  void aRepeatedFactIsToldWithTheSameId() {
    // Given
    String id = demo.create("raw");
    demo.upload(id, Disks.raw(1 << 18, 6));
    String[] once = {"image.create", "image.prepare", "image.upload", "image.activate"};
    awaitTypes(id, once);
    // When
    try (KafkaTrail trail = new KafkaTrail(kafka)) {
      trail.repeat("vitrine.images", id);
    }
    // Then
    awaitTypes(id, Stream.of(once, once).flatMap(Stream::of).toArray(String[]::new));
    List<String> ids = heardOf(id).stream().map(each -> each.get("message_id").asText()).toList();
    assertThat(ids.subList(4, 8)).isEqualTo(ids.subList(0, 4)).doesNotHaveDuplicates();
  }

  @Test
  void aBrokerThatIsAwayDelaysAndLosesNothing() {
    // Given
    String id = demo.create("raw");
    awaitTypes(id, "image.create");
    // When
    CLUSTER.parts().crash(PartName.KAFKA);
    Answer deleted = demo.delete("/v2/images/" + id);
    CLUSTER.parts().start(Progress.silent());
    // Then: read as it is, since the listener forgets what it could not commit.
    assertThat(deleted.status()).isEqualTo(204);
    try (KafkaTrail trail = new KafkaTrail(kafka)) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(trail.records(TOPIC + ".info", id))
                  .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                  .last(as(InstanceOfAssertFactories.STRING))
                  .contains("image.delete"));
    }
  }
}
