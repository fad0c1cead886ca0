package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vitrine.it.ImageApi.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TestCluster cluster = TestCluster.get();
  private final ImageApi demo = cluster.as("demo");
  private final byte[] bytes = Disks.raw(1 << 20, 71);

  private static Answer act(ImageApi api, String id, String action) {
    return api.send("POST", path(id, action), Map.of(), BodyPublishers.noBody());
  }

  private static String path(String id, String action) {
    return "/v2/images/" + id + "/actions/" + action;
  }

  private String active(String visibility) {
    String body =
        "{\"visibility\":\"%s\",\"disk_format\":\"raw\",\"container_format\":\"bare\"}"
            .formatted(visibility);
    String id = demo.post("/v2/images", body).json().get("id").asText();
    assertThat(demo.upload(id, bytes).status()).isEqualTo(204);
    return id;
  }

  @Test
  void deactivatesAndReactivatesHoweverOftenItIsAsked() {
    String id = active("shared");

    assertThat(act(demo, id, "reactivate").status()).isEqualTo(204);
    assertThat(demo.status(id)).isEqualTo("active");
    assertThat(act(demo, id, "deactivate").status()).isEqualTo(204);
    assertThat(act(demo, id, "deactivate").status()).isEqualTo(204);
    assertThat(demo.status(id)).isEqualTo("deactivated");
    assertThat(act(demo, id, "reactivate").status()).isEqualTo(204);
    assertThat(demo.status(id)).isEqualTo("active");
    assertThat(demo.download(id).body()).isEqualTo(bytes);
  }

  @Test
  void onlyAdministratorsReadADeactivatedImage() {
    // Given
    String id = active("shared");
    String file = "/v2/images/" + id + "/file";
    // When
    act(demo, id, "deactivate");
    // Then
    assertThat(demo.get(file).status()).isEqualTo(403);
    assertThat(demo.get(file).text()).contains("deactivated");
    assertThat(demo.send("HEAD", file, Map.of(), BodyPublishers.noBody()).status()).isEqualTo(403);
    assertThat(demo.get(file, Map.of("Range", "bytes=0-9")).status()).isEqualTo(403);
    assertThat(cluster.as("admin").get(file).body()).isEqualTo(bytes);
    assertThat(demo.show(id).has("stores")).isFalse();
    assertThat(demo.show(id).get("size").asLong()).isEqualTo(bytes.length);
    assertThat(cluster.as("admin").show(id).get("stores").asText()).isEqualTo("primary");
  }

  @Test
  void aDeactivatedImageTakesNoNewBytes() {
    String id = active("shared");
    act(demo, id, "deactivate");

    assertThat(demo.upload(id, bytes).status()).isEqualTo(409);
    assertThat(demo.stage(id, bytes).status()).isEqualTo(409);
    assertThat(demo.startImport(id, "").status()).isEqualTo(409);
    assertThat(demo.status(id)).isEqualTo("deactivated");
  }

  @Test
  void aDeactivatedImageIsDeletedWithItsBytes() {
    // Given
    String id = active("shared");
    act(demo, id, "deactivate");
    // When
    assertThat(demo.delete("/v2/images/" + id).status()).isEqualTo(204);
    // Then
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(cluster.objectsOf(id)).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"deactivate", "reactivate"})
  void anImageWithoutDataIsNotTakenOutOfUse(String action) {
    String queued = demo.create("raw");
    String staged = demo.create("raw");
    demo.stage(staged, bytes);

    Answer onQueued = act(demo, queued, action);

    assertThat(onQueued.status()).isEqualTo(403);
    assertThat(onQueued.text()).contains("Not allowed to %s image in status".formatted(action));
    assertThat(act(demo, staged, action).status()).isEqualTo(403);
    assertThat(demo.status(queued)).isEqualTo("queued");
    assertThat(demo.status(staged)).isEqualTo("uploading");
  }

  @ParameterizedTest
  @CsvSource({
    "shared, demo_reader, 403",
    "shared, alt_demo, 404",
    "private, alt_demo, 404",
    "community, alt_demo, 403",
    "shared, admin, 204"
  })
  void onlyThoseWhoMayChangeAnImageTakeItOutOfUse(String visibility, String user, int status) {
    String id = active(visibility);

    assertThat(act(cluster.as(user), id, "deactivate").status()).isEqualTo(status);

    assertThat(demo.status(id)).isEqualTo(status == 204 ? "deactivated" : "active");
    assertThat(act(cluster.as(user), id, "reactivate").status()).isEqualTo(status);
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    String id = active("shared");

    assertThat(demo.post(path(id, "deactivate"), "{}").status()).isEqualTo(400);
    assertThat(demo.get(path(id, "deactivate")).status()).isEqualTo(405);
    assertThat(act(demo, id, "explode").status()).isEqualTo(404);
    assertThat(act(demo, UUID.randomUUID().toString(), "deactivate").status()).isEqualTo(404);
    assertThat(demo.status(id)).isEqualTo("active");
  }

  @Test
  void bothStepsAreFacts() {
    String id = active("shared");

    act(demo, id, "deactivate");
    act(demo, id, "deactivate");
    act(demo, id, "reactivate");

    try (KafkaTrail trail = new KafkaTrail(cluster.parts().ports().kafka())) {
      assertThat(trail.typesOf("vitrine.images", id))
          .containsExactly(
              "io.vitrine.image.created.v1",
              "io.vitrine.image.upload-started.v1",
              "io.vitrine.image.activated.v1",
              "io.vitrine.image.deactivated.v1",
              "io.vitrine.image.reactivated.v1");
    }
  }
}
