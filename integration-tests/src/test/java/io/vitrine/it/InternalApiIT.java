package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.ImageApi.Answer;
import io.vitrine.local.PartName;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the services ask the registry beside its door. */
class InternalApiIT {
  private final TestCluster cluster = TestCluster.get();
  private final ImageApi demo = cluster.as("demo");
  private final String service = new KeycloakAdmin(cluster).tokenOfAService();
  private final ImageApi inOwnName = new ImageApi(cluster.url(PartName.REGISTRY), service);
  private final ImageApi forDemo =
      new ImageApi(
          cluster.url(PartName.REGISTRY),
          Map.of("X-Auth-Token", cluster.token("demo"), "X-Service-Token", service));

  private String active() {
    String id = demo.create("raw");
    demo.upload(id, Disks.raw(1 << 18, 7));
    return id;
  }

  @Test
  void tellsAllPlacesOfAnImage() {
    String id = active();

    JsonNode blob = forDemo.get("/internal/images/" + id + "/blob").json();

    JsonNode first = blob.get("locations").get(0);
    assertThat(blob.get("locations")).hasSize(1);
    assertThat(first.get("store")).isEqualTo(blob.get("store"));
    assertThat(first.get("key")).isEqualTo(blob.get("key"));
  }

  @Test
  void givesTheGrantOfAResumableUploadAgain() {
    // Given
    String uploads = "/internal/images/" + demo.create("raw") + "/uploads";
    Answer unsized = forDemo.post(uploads, "{\"purpose\":\"UPLOAD\",\"resumable\":true}");
    assertThat(unsized.status()).isEqualTo(400);
    Answer granted =
        forDemo.post(
            uploads, "{\"purpose\":\"UPLOAD\",\"resumable\":true,\"announced_size\":1000}");
    assertThat(granted.status()).isEqualTo(201);
    // When
    Answer again = forDemo.get(uploads + "/" + granted.json().get("upload_id").asText());
    // Then
    assertThat(again.json()).isEqualTo(granted.json());
    assertThat(again.json().get("state").asText()).isEqualTo("receiving");
    assertThat(again.json().get("announced_size").asLong()).isEqualTo(1000);
    assertThat(again.json().get("lease_seconds").asLong()).isEqualTo(24 * 60 * 60);
    assertThat(forDemo.get(uploads + "/" + UUID.randomUUID()).status()).isEqualTo(404);
  }

  @Test
  void knowsWhoseAnObjectIs() {
    // Given
    String id = active();
    String key = forDemo.get("/internal/images/" + id + "/blob").json().get("key").asText();
    String orphan = "blobs/%s/%s".formatted(id, UUID.randomUUID());
    // When
    JsonNode answer =
        inOwnName
            .post(
                "/internal/blobs/known",
                "{\"store\":\"primary\",\"keys\":[\"%s\",\"%s\",\"else\"]}".formatted(key, orphan))
            .json();
    // Then
    assertThat(answer)
        .isEqualTo(ImageApi.json("{\"unknown\":[\"%s\",\"else\"]}".formatted(orphan)));
  }

  @Test
  void listsTheDataOfAStore() {
    // Given
    String id = active();
    String before = new UUID(UUID.fromString(id).getMostSignificantBits(), 0).toString();
    // When
    JsonNode blobs =
        inOwnName.get("/internal/blobs?store=primary&limit=1&marker=" + before).json().get("blobs");
    // Then
    JsonNode image = demo.get("/v2/images/" + id).json();
    assertThat(blobs).hasSize(1);
    assertThat(blobs.get(0).get("image_id").asText()).isEqualTo(id);
    assertThat(blobs.get(0).get("size")).isEqualTo(image.get("size"));
    assertThat(blobs.get(0).get("os_hash_value")).isEqualTo(image.get("os_hash_value"));
  }

  @Test
  void isNotForUsers() {
    ImageApi user = new ImageApi(cluster.url(PartName.REGISTRY), cluster.token("demo"));

    assertThat(user.get("/internal/blobs?store=primary").status()).isEqualTo(403);
    assertThat(user.post("/internal/blobs/known", "{}").status()).isEqualTo(403);
  }

  @Test
  void anImageIsCopiedToStoresThatDoNotHaveIt() {
    String id = active();
    String path = "/v2/images/" + id + "/import";
    ImageApi admin = cluster.as("admin");
    String copy = "{\"method\":{\"name\":\"copy-image\"}%s}";

    assertThat(demo.post(path, copy.formatted(",\"all_stores\":true")).status()).isEqualTo(403);
    assertThat(admin.post(path, copy.formatted(",\"all_stores\":true")).status()).isEqualTo(202);
    assertThat(admin.post(path, copy.formatted(",\"stores\":[\"primary\"]")).status())
        .isEqualTo(400);
    assertThat(admin.post(path, copy.formatted(",\"stores\":[\"nowhere\"]")).status())
        .isEqualTo(409);
    assertThat(
            admin
                .post(
                    "/v2/images/" + demo.create("raw") + "/import",
                    copy.formatted(",\"all_stores\":true"))
                .status())
        .isEqualTo(409);
    assertThat(demo.get("/v2/images/" + id).json().get("stores").asText()).isEqualTo("primary");
  }
}
