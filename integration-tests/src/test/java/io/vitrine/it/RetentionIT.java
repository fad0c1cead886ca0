package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A registry that keeps deleted images for a while, beside one that does not. */
class RetentionIT {
  private static final TestCluster CLUSTER = TestCluster.get();
  private static AnotherService registry;

  private final ImageApi demo = CLUSTER.as("demo");
  private final ImageApi admin = new ImageApi(registry.url(), CLUSTER.token("admin"));

  @BeforeAll
  static void start() {
    registry =
        AnotherService.launchRegistry(
                CLUSTER,
                "registry-with-retention",
                Map.of(
                    "VITRINE_REGISTRY_RETENTION_DELETED_IMAGES", "20s",
                    "VITRINE_REGISTRY_RETENTION_TASKS", "2s",
                    "VITRINE_REGISTRY_RETENTION_SWEEP_EVERY", "1s"))
            .awaitReady();
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @Test
  void anImportIsForgottenSomeTimeAfterItsEnd() {
    // Given
    String id = demo.create("raw");
    demo.stage(id, Disks.raw(1 << 18, 8));
    assertThat(demo.startImport(id, "").status()).isEqualTo(202);
    String task = demo.lastTask(id).get("id").asText();
    // When
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(admin.get("/v2/tasks/" + task).status()).isEqualTo(404));
    // Then
    assertThat(demo.get("/v2/images/" + id + "/tasks").json().get("tasks")).isEmpty();
    assertThat(demo.status(id)).isEqualTo("active");
  }

  private static int restore(ImageApi api, String id) {
    return api.post("/v2/images/" + id + "/actions/restore", "").status();
  }

  private static ObjectNode record(ImageApi api, String id) {
    return ((ObjectNode) api.show(id)).without("updated_at");
  }

  private int createAgain(String id) {
    return demo.post("/v2/images", "{\"id\":\"%s\"}".formatted(id)).status();
  }

  @Test
  void aDeletedImageComesBackWholeAndLaterGoesWhole() {
    // Given
    String id = demo.create("raw");
    byte[] bytes = Disks.raw(1 << 20, 7);
    demo.upload(id, bytes);
    demo.patch(id, "[{\"op\":\"add\",\"path\":\"/team\",\"value\":\"red\"}]");
    demo.put("/v2/images/" + id + "/tags/nightly", new byte[0]);
    demo.post("/v2/images/" + id + "/members", "{\"member\":\"alt_demo\"}");
    ObjectNode before = record(demo, id);
    var members = demo.get("/v2/images/" + id + "/members").json();
    assertThat(admin.delete("/v2/images/" + id).status()).isEqualTo(204);
    assertThat(demo.get("/v2/images/" + id).status()).isEqualTo(404);
    assertThat(demo.download(id).status()).isEqualTo(404);
    assertThat(createAgain(id)).isEqualTo(409);
    assertThat(restore(demo, id)).isEqualTo(403);
    // When
    int restored = restore(admin, id);
    // Then
    assertThat(restored).isEqualTo(204);
    assertThat(record(demo, id)).isEqualTo(before);
    assertThat(demo.download(id).body()).isEqualTo(bytes);
    assertThat(demo.get("/v2/images/" + id + "/members").json()).isEqualTo(members);
    assertThat(CLUSTER.as("alt_demo").show(id).get("tags").get(0).asText()).isEqualTo("nightly");
    assertThat(restore(admin, id)).isEqualTo(404);
    // When
    admin.delete("/v2/images/" + id);
    // Then
    assertThat(CLUSTER.objectsOf(id)).isNotEmpty();
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(CLUSTER.objectsOf(id)).isEmpty());
    assertThat(restore(admin, id)).isEqualTo(404);
    assertThat(createAgain(id)).isEqualTo(409);
  }
}
