package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.ImageApi.Answer;
import io.vitrine.local.PartName;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A store that comes, changes and goes while the cluster runs. */
class StoresIT {
  private static final TestCluster CLUSTER = TestCluster.get();
  private static final SecondStore SECOND = new SecondStore(CLUSTER);
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final byte[] BYTES = Disks.raw(1 << 18, 3);

  private final ImageApi demo = CLUSTER.as("demo");
  private final ImageApi admin = CLUSTER.as("admin");

  @AfterAll
  static void tidy() throws IOException {
    SECOND.remove();
  }

  @Test
  void comesAndGoesWithoutARestart() throws IOException {
    // Given
    SECOND.add("");

    // When
    String id = demo.create("raw");
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(upload(id, "second").status()).isEqualTo(204));

    // Then
    JsonNode image = demo.get("/v2/images/" + id).json();
    assertThat(image.get("stores").asText()).isEqualTo("second");
    assertThat(demo.get("/v2/images/" + id + "/file").body()).isEqualTo(BYTES);
    assertThat(CLUSTER.objectsOf(id)).anyMatch(file -> file.startsWith("second/vitrine/blobs/"));
    assertThat(detail("second").get("weight").asInt()).isEqualTo(10);
    Answer created = demo.post("/v2/images", "{}");
    assertThat(created.header("OpenStack-image-store-ids")).isEqualTo("primary,second");

    // When
    SECOND.change("second.read-only=true");
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(detail("second").path("read-only").asText()).isEqualTo("true"));

    // Then
    assertThat(upload(demo.create("raw"), "second").status()).isEqualTo(410);
    assertThat(demo.get("/v2/images/" + id + "/file").body()).isEqualTo(BYTES);

    // When
    SECOND.replaceFile("second.weight=heavy");

    // Then
    await()
        .atMost(SOON)
        .untilAsserted(() -> {
          String ready =
              new ImageApi(CLUSTER.url(PartName.REGISTRY), Map.of()).get("/q/health/ready").text();
          assertThat(ready).contains("broken").contains("heavy");
        });
    assertThat(demo.get("/v2/images/" + id + "/file").body()).isEqualTo(BYTES);

    // When
    SECOND.remove();

    // Then
    assertThat(upload(demo.create("raw"), "second").status()).isEqualTo(400);
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(demo.get("/v2/images/" + id + "/file").status()).isEqualTo(503));
  }

  private Answer upload(String id, String store) {
    return demo.send(
        "PUT",
        "/v2/images/" + id + "/file",
        Map.of("Content-Type", "application/octet-stream", "X-Image-Meta-Store", store),
        BodyPublishers.ofByteArray(BYTES));
  }

  private JsonNode detail(String store) {
    for (JsonNode entry : admin.get("/v2/info/stores/detail").json().get("stores")) {
      if (entry.get("id").asText().equals(store)) {
        return entry;
      }
    }
    throw new AssertionError("no store " + store);
  }
}
