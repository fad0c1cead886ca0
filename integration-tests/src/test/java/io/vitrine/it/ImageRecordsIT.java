package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.ImageApi.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageRecordsIT {
  private final TestCluster cluster = TestCluster.get();
  private final ImageApi demo = cluster.as("demo");

  @Test
  void createsWithDefaults() {
    Answer answer = demo.post("/v2/images", "{}");

    JsonNode image = answer.json();
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Location")).endsWith("/v2/images/" + image.get("id").asText());
    assertThat(answer.header("OpenStack-image-import-methods")).contains("glance-direct");
    assertThat(image.get("status").asText()).isEqualTo("queued");
    assertThat(image.get("visibility").asText()).isEqualTo("shared");
    assertThat(image.get("owner").asText()).isEqualTo("demo");
    assertThat(image.get("created_at").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    assertThat(image.get("size").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | [",
        "400 | []",
        "400 | 5",
        "400 | {\"min_disk\": -1}",
        "400 | {\"min_ram\": 2147483648}",
        "400 | {\"disk_format\": \"floppy\"}",
        "400 | {\"id\": \"x\"}",
        "400 | {\"a\": 5}",
        "400 | {\"a\": null}",
        "400 | {\"visibility\": \"secret\"}",
        "400 | {\"tags\": \"a\"}",
        "400 | {\"name\": \"a\\u0000b\"}",
        "403 | {\"status\": \"active\"}",
        "403 | {\"os_hash_value\": \"x\"}",
        "403 | {\"locations\": []}",
        "403 | {\"self\": \"x\"}",
        "403 | {\"file\": \"x\"}",
        "403 | {\"schema\": \"x\"}",
        "403 | {\"size\": 1}",
        "403 | {\"os_glance_x\": \"y\"}",
        "403 | {\"owner\": \"alt_demo\"}",
        "403 | {\"visibility\": \"public\"}"
      })
  void refusesBadRecords(int status, String json) {
    assertThat(demo.post("/v2/images", json).status()).isEqualTo(status);
  }

  @Test
  void anIdIsNeverUsedTwice() {
    // Given
    String id = UUID.randomUUID().toString();
    assertThat(demo.post("/v2/images", "{\"id\":\"%s\"}".formatted(id)).status()).isEqualTo(201);
    assertThat(demo.post("/v2/images", "{\"id\":\"%s\"}".formatted(id)).status()).isEqualTo(409);
    assertThat(demo.delete("/v2/images/" + id).status()).isEqualTo(204);
    // When
    Answer again = demo.post("/v2/images", "{\"id\":\"%s\"}".formatted(id));
    // Then
    assertThat(again.status()).isEqualTo(409);
    assertThat(demo.get("/v2/images/" + id).status()).isEqualTo(404);
    assertThat(demo.delete("/v2/images/" + id).status()).isEqualTo(404);
  }

  @Test
  void keepsAllThatItIsGiven() {
    // Given
    String json =
        """
        {"id": "%s", "name": "all", "visibility": "community", "disk_format": "qcow2",
         "container_format": "ovf", "min_disk": 3, "min_ram": 512, "protected": true,
         "os_hidden": true, "tags": ["lts"], "os_distro": "debian"}\
        """
            .formatted(UUID.randomUUID());
    JsonNode given = ImageApi.json(json);
    // When
    Answer created = demo.post("/v2/images", json);
    // Then
    assertThat(created.status()).isEqualTo(201);
    JsonNode shown = demo.show(given.get("id").asText());
    assertThat(given.properties())
        .allSatisfy(property -> {
          assertThat(created.json().get(property.getKey())).isEqualTo(property.getValue());
          assertThat(shown.get(property.getKey())).isEqualTo(property.getValue());
        });
  }

  @Test
  void anImageNamesItsLinks() {
    String id = demo.create("raw");

    JsonNode image = demo.show(id);

    assertThat(image.get("self").asText()).isEqualTo("/v2/images/" + id);
    assertThat(image.get("file").asText()).isEqualTo("/v2/images/" + id + "/file");
    assertThat(image.get("schema").asText()).isEqualTo("/v2/schemas/image");
  }

  @ParameterizedTest
  @CsvSource({"DELETE, /{id}", "GET, /{id}", "GET, ''"})
  void refusesABodyWhereNoneBelongs(String method, String path) {
    String id = demo.create("raw");

    Answer answer =
        demo.send(
            method,
            "/v2/images" + path.replace("{id}", id),
            Map.of(),
            BodyPublishers.ofString("{}"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(demo.status(id)).isEqualTo("queued");
  }

  @Test
  void anImageHasAtMost128Properties() {
    Answer most = demo.post("/v2/images", properties(128));

    assertThat(most.status()).isEqualTo(201);
    assertThat(demo.post("/v2/images", properties(129)).status()).isEqualTo(413);
    String add = "[{\"op\":\"add\",\"path\":\"/one-more\",\"value\":\"x\"}]";
    assertThat(demo.patch(most.json().get("id").asText(), add).status()).isEqualTo(413);
  }

  private static String properties(int count) {
    return IntStream.range(0, count)
        .mapToObj("\"p%d\":\"v\""::formatted)
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Test
  void namesOfImagesAndPropertiesHaveAtMost255Characters() {
    String longest = "n".repeat(255);

    assertThat(demo.post("/v2/images", "{\"name\":\"%s\"}".formatted(longest)).status())
        .isEqualTo(201);
    assertThat(demo.post("/v2/images", "{\"name\":\"%sn\"}".formatted(longest)).status())
        .isEqualTo(400);
    assertThat(demo.post("/v2/images", "{\"%s\":\"x\"}".formatted(longest)).status())
        .isEqualTo(201);
    assertThat(demo.post("/v2/images", "{\"%sn\":\"x\"}".formatted(longest)).status())
        .isEqualTo(400);
  }

  @Test
  void patchesInBothDialects() {
    String id = demo.create("raw");

    Answer v21 =
        demo.patch(
            id,
            "[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"new\"},"
                + "{\"op\":\"add\",\"path\":\"/os_distro\",\"value\":\"debian\"}]");
    Answer v20 = patchOldStyle(id, "[{\"remove\":\"/os_distro\"}]");

    assertThat(v21.status()).isEqualTo(200);
    assertThat(v21.json().get("os_distro").asText()).isEqualTo("debian");
    assertThat(v20.status()).isEqualTo(200);
    assertThat(v20.json().has("os_distro")).isFalse();
    assertThat(v20.json().get("name").asText()).isEqualTo("new");
    // When
    Answer replaced = patchOldStyle(id, "[{\"replace\":\"/name\",\"value\":\"newer\"}]");
    demo.patch(id, "[{\"op\":\"add\",\"path\":\"/os_distro\",\"value\":\"alpine\"}]");
    Answer added = patchOldStyle(id, "[{\"add\":\"/os_distro\",\"value\":\"debian\"}]");
    Answer removed = demo.patch(id, "[{\"op\":\"remove\",\"path\":\"/os_distro\"}]");
    // Then
    assertThat(replaced.status()).isEqualTo(200);
    assertThat(replaced.json().get("name").asText()).isEqualTo("newer");
    // The old dialect adds only what is not there.
    assertThat(added.status()).isEqualTo(409);
    assertThat(removed.status()).isEqualTo(200);
    assertThat(removed.json().has("os_distro")).isFalse();
    assertThat(removed.json()).isEqualTo(demo.show(id));
  }

  private Answer patchOldStyle(String id, String json) {
    return demo.send(
        "PATCH",
        "/v2/images/" + id,
        Map.of("Content-Type", "application/openstack-images-v2.0-json-patch"),
        BodyPublishers.ofString(json));
  }

  @Test
  void aPathIsAJsonPointer() {
    String id = demo.create("raw");

    Answer answer =
        demo.patch(
            id,
            "[{\"op\":\"add\",\"path\":\"/a~1b\",\"value\":\"slash\"},"
                + "{\"op\":\"add\",\"path\":\"/a~0b\",\"value\":\"tilde\"}]");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(demo.show(id).get("a/b").asText()).isEqualTo("slash");
    assertThat(demo.show(id).get("a~b").asText()).isEqualTo("tilde");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | {"op":"test","path":"/name","value":"it"}
          400 | {"op":"move","path":"/name","from":"/a"}
          400 | {"op":"copy","path":"/name","from":"/a"}
          400 | {"op":"add","path":"/tags/-","value":"x"}
          400 | {"op":"add","path":"/a/b","value":"x"}
          400 | {"op":"add","path":"a","value":"x"}
          400 | {"op":"add","path":"/a~2","value":"x"}
          409 | {"op":"replace","path":"/absent","value":"x"}
          409 | {"op":"remove","path":"/absent"}
          403 | {"op":"remove","path":"/name"}
          403 | {"op":"remove","path":"/tags"}
          403 | {"op":"add","path":"/id","value":"00000000-0000-0000-0000-000000000000"}
          403 | {"op":"add","path":"/os_glance_x","value":"x"}
          403 | {"op":"replace","path":"/status","value":"active"}
          403 | {"op":"replace","path":"/size","value":1}
          """)
  void refusesBadPatches(int status, String operation) {
    String id = demo.create("raw");
    JsonNode before = demo.show(id);

    Answer answer = demo.patch(id, "[" + operation + "]");

    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    assertThat(demo.show(id)).isEqualTo(before);
  }

  @Test
  void aPatchIsAllOrNothing() {
    String id = demo.create("raw");

    Answer answer =
        demo.patch(
            id,
            "[{\"op\":\"add\",\"path\":\"/a\",\"value\":\"1\"},"
                + "{\"op\":\"remove\",\"path\":\"/absent\"}]");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(demo.show(id).has("a")).isFalse();
  }

  @Test
  void anImageStaysSmallEnoughForItsFacts() {
    String id = demo.create("raw");
    String add = "[{\"op\":\"add\",\"path\":\"/p%d\",\"value\":\"%s\"}]";

    assertThat(demo.patch(id, add.formatted(0, "x".repeat(65_536))).status()).isEqualTo(400);
    assertThat(demo.patch(id, add.formatted(1, "x".repeat(65_535))).status()).isEqualTo(200);
    assertThat(demo.patch(id, add.formatted(2, "x".repeat(65_535))).status()).isEqualTo(413);
    // The facts of others still flow:
    assertThat(demo.upload(id, new byte[] {1}).status()).isEqualTo(204);
  }

  @Test
  void concurrentPatchesLoseNothing() throws Exception {
    // Given
    String id = demo.create("raw");
    List<Thread> writers = new ArrayList<>();
    // When
    for (int i = 0; i < 16; i++) {
      String patch = "[{\"op\":\"add\",\"path\":\"/p%d\",\"value\":\"v\"}]".formatted(i);
      writers.add(Thread.startVirtualThread(() -> demo.patch(id, patch)));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    // Then
    JsonNode image = demo.show(id);
    for (int i = 0; i < 16; i++) {
      assertThat(image.path("p" + i).asText()).isEqualTo("v");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/openstack-images-v2.9-json-patch"})
  void refusesOtherPatchTypesAndNamesItsOwn(String type) {
    String id = demo.create("raw");

    Answer answer =
        demo.send(
            "PATCH",
            "/v2/images/" + id,
            Map.of("Content-Type", type, "Accept", "application/json"),
            BodyPublishers.ofString("[]"));

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.header("Accept-Patch")).contains("v2.1").contains("v2.0");
    assertThat(answer.json().get("message").asText()).contains("v2.1");
  }

  @Test
  void aProtectedImageIsNotDeleted() {
    String id = demo.create("raw");
    demo.patch(id, "[{\"op\":\"replace\",\"path\":\"/protected\",\"value\":true}]");

    assertThat(demo.delete("/v2/images/" + id).status()).isEqualTo(403);
    assertThat(demo.show(id).get("protected").asBoolean()).isTrue();
  }

  @Test
  void answersErrorsAsJsonWhenAskedFor() {
    Answer answer =
        demo.get("/v2/images/" + UUID.randomUUID(), Map.of("Accept", "application/json"));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().get("code").asText()).isEqualTo("404 Not Found");
    assertThat(answer.header("X-Openstack-Request-Id")).startsWith("req-");
  }

  @Test
  void showsItsVersions() {
    Answer versions = new ImageApi(cluster.gateway(), Map.of()).get("/versions");

    assertThat(versions.status()).isEqualTo(200);
    assertThat(versions.json().get("versions").get(0).get("status").asText()).isEqualTo("CURRENT");
    assertThat(new ImageApi(cluster.gateway(), Map.of()).get("/").status()).isEqualTo(300);
  }
}
