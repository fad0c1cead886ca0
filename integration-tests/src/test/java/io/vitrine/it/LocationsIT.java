package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.ImageApi.Answer;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocationsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String NOBODYS_DIGEST = "0".repeat(128);

  private final TestCluster cluster = TestCluster.get();
  private final ImageHost host = cluster.imageHost();
  private final ImageApi demo = cluster.as("demo");
  private final ImageApi admin = cluster.as("admin");
  private final byte[] raw = Disks.raw(5 << 20, 12);

  @Test
  void anImageGetsItsBytesFromAUrl() {
    // Given
    byte[] qcow2 = Disks.qcow2(raw);
    String id = demo.create("qcow2");
    String url = host.file(qcow2);

    // When
    Answer answer = add(demo, id, location(url + "?signature=secret"));

    // Then
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body()).isEmpty();
    JsonNode task = awaitEnd(id);
    assertThat(task.get("status").asText()).isEqualTo("success");
    assertThat(task.get("type").asText()).isEqualTo("location_import");
    assertThat(task.at("/input/image_id").asText()).isEqualTo(id);
    assertThat(task.at("/input/url").asText()).isEqualTo(url);
    JsonNode image = demo.show(id);
    assertThat(image.get("status").asText()).isEqualTo("active");
    assertThat(image.get("size").asLong()).isEqualTo(qcow2.length);
    assertThat(image.get("virtual_size").asLong()).isEqualTo(raw.length);
    assertThat(image.get("checksum").asText()).isEqualTo(Disks.md5(qcow2));
    assertThat(image.get("os_hash_value").asText()).isEqualTo(Disks.sha512(qcow2));
    assertThat(demo.download(id).body()).isEqualTo(qcow2);
  }

  @Test
  void anImageMayBeAnyLengthThatNobodyAnnounced() {
    // Given
    byte[] piece = new byte[1 << 20];
    int pieces = 130;
    String url =
        host.at(exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream body = exchange.getResponseBody()) {
            for (int i = 0; i < pieces; i++) {
              body.write(piece);
            }
          }
        });
    String id = demo.create("raw");

    // When
    add(demo, id, location(url));

    // Then
    assertThat(awaitEnd(id).get("message").asText()).isEmpty();
    assertThat(demo.show(id).get("size").asInt()).isEqualTo(pieces << 20);
  }

  @Test
  void theTaskIsAmongAllTasks() {
    // Given
    String id = demo.create("raw");
    add(demo, id, location(host.file(raw)));
    String task = awaitEnd(id).get("id").asText();

    // Then
    assertThat(admin.get("/v2/tasks/" + task).json().get("type").asText())
        .isEqualTo("location_import");
    assertThat(admin.get("/v2/tasks?type=location_import&limit=1000").json().get("tasks"))
        .extracting(it -> it.get("id").asText())
        .contains(task);
    assertThat(admin.get("/v2/tasks?type=api_image_import&limit=1000").json().get("tasks"))
        .extracting(it -> it.get("id").asText())
        .doesNotContain(task);
    assertThat(admin.get("/v2/tasks?sort_key=type&limit=1000").status()).isEqualTo(200);
  }

  @Test
  void theDigestThatTheCallerKnowsIsCompared() {
    // Given
    String good = demo.create("raw");
    String bad = demo.create("raw");
    String best = demo.create("raw");
    String url = host.file(raw);

    // When
    Answer matching = add(demo, good, location(url, "md5", Disks.md5(raw).toUpperCase()));
    Answer other = add(demo, bad, location(url, "sha512", NOBODYS_DIGEST));
    add(demo, best, location(url, "sha512", Disks.sha512(raw)));

    // Then
    assertThat(matching.status()).isEqualTo(202);
    assertThat(other.status()).isEqualTo(202);
    assertThat(awaitEnd(good).get("status").asText()).isEqualTo("success");
    JsonNode task = awaitEnd(bad);
    assertThat(task.get("status").asText()).isEqualTo("failure");
    assertThat(task.get("message").asText())
        .contains("is %s, not %s".formatted(Disks.sha512(raw), NOBODYS_DIGEST));
    assertThat(demo.status(bad)).isEqualTo("queued");
    assertThat(demo.show(bad).get("os_hash_value").isNull()).isTrue();
    assertThat(awaitEnd(best).get("status").asText()).isEqualTo("success");
    JsonNode image = demo.show(best);
    assertThat(image.get("status").asText()).isEqualTo("active");
    assertThat(image.get("os_hash_algo").asText()).isEqualTo("sha512");
    assertThat(image.get("os_hash_value").asText()).isEqualTo(Disks.sha512(raw));
  }

  @Test
  void anImageWhoseFetchFailedCanBeTriedAgain() {
    // Given
    String id = demo.create("raw");
    add(demo, id, location(host.truncated(raw, 2 << 20)));

    // When
    JsonNode task = awaitEnd(id);

    // Then
    assertThat(task.get("message").asText()).contains("broke after 2097152 of 5242880 bytes");
    assertThat(demo.status(id)).isEqualTo("queued");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(cluster.objectsOf(id)).isEmpty());
    assertThat(add(demo, id, location(host.redirect(host.file(raw)))).status()).isEqualTo(202);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(demo.status(id)).isEqualTo("active"));
  }

  @Test
  void whatTheBytesAreDecides() {
    // Given
    String lie = demo.create("raw");
    String missing = demo.create("raw");
    String astray = demo.create("raw");

    // When
    add(demo, lie, location(host.file(Disks.qcow2(raw))));
    add(demo, missing, location(host.url("/nothing")));
    add(demo, astray, location(host.redirect("http://127.0.0.2:%d/".formatted(host.port()))));

    // Then
    assertThat(awaitEnd(lie).get("message").asText())
        .isEqualTo("The image is declared as raw but holds qcow2.");
    assertThat(awaitEnd(missing).get("message").asText()).endsWith("The server answered 404.");
    assertThat(awaitEnd(astray).get("message").asText()).contains("it is a loopback address");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.2/",
        "http://127.0.0.1:22/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://127.1/",
        "http://user:secret@mirror.example/",
        "http://mirror.example:8080/",
        "http://",
        "http://a b/",
        "https://mirror.example:0/",
      })
  void urlsThatLeadAstrayAreRefused(String url) {
    // Given
    String id = demo.create("raw");

    // When
    Answer answer = add(demo, id, location(url));

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).isNotBlank();
    assertThat(demo.status(id)).isEqualTo("queued");
  }

  @Test
  void aHostThatIsNotThereEndsTheTask() {
    // Given
    String id = demo.create("raw");

    // When
    add(demo, id, location("http://mirror.invalid/"));

    // Then
    assertThat(awaitEnd(id).get("message").asText()).contains("the host is not known");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "s3://primary/key", "swift+config://a/b", "image"})
  void otherSchemesAreForServices(String url) {
    // Given
    String id = demo.create("raw");

    // Then
    assertThat(add(demo, id, location(url)).status()).isEqualTo(403);
    Answer answer = add(admin, id, location(url));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("http and https");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"url\": 5}",
        "{\"url\": null}",
        "{\"url\": \"http://a.example/\", \"validation_data\": \"md5\"}",
        "{\"url\": \"http://a.example/\", \"validation_data\": {\"os_hash_algo\": \"md5\"}}",
        "{\"url\": \"http://a.example/\", \"validation_data\": {\"os_hash_value\": \"00\"}}",
        "{\"url\": \"http://a.example/\", \"validation_data\": {\"os_hash_algo\": \"crc\", \"os_hash_value\": \"00\"}}",
        "{\"url\": \"http://a.example/\", \"validation_data\": {\"os_hash_algo\": \"md5\", \"os_hash_value\": \"00\"}}",
        "{\"url\": \"http://a.example/\", \"validation_data\": {\"os_hash_algo\": \"md5\", \"os_hash_value\": \"zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz\"}}",
        "{\"url\": \"http://a.example/\", \"validation_data\": {\"os_hash_algo\": 1, \"os_hash_value\": 2}}",
      })
  void malformedLocationsAreRefused(String body) {
    String id = demo.create("raw");
    assertThat(add(demo, id, body).status()).isEqualTo(400);
  }

  @Test
  void onlyAQueuedImageGetsALocation() {
    // Given
    String id = demo.create("raw");
    demo.upload(id, raw);
    String bare = demo.post("/v2/images", "{}").json().get("id").asText();
    String body = location(host.file(raw));

    // Then
    assertThat(add(demo, id, body).status()).isEqualTo(409);
    assertThat(add(demo, bare, body).status()).isEqualTo(409);
    assertThat(add(demo, UUID.randomUUID().toString(), body).status()).isEqualTo(404);
    assertThat(add(cluster.as("alt_demo"), id, body).status()).isEqualTo(404);
    assertThat(add(cluster.as("demo_reader"), id, body).status()).isEqualTo(403);
  }

  @Test
  void locationsAreForServicesAndAdministrators() {
    // Given
    String id = demo.create("raw");
    String path = "/v2/images/%s/locations".formatted(id);
    String service = new KeycloakAdmin(cluster).tokenOfAService();
    ImageApi throughService =
        new ImageApi(
            cluster.gateway(),
            Map.of("X-Auth-Token", cluster.token("demo"), "X-Service-Token", service));
    ImageApi throughNobody =
        new ImageApi(
            cluster.gateway(),
            Map.of(
                "X-Auth-Token",
                cluster.token("demo"),
                "X-Service-Token",
                cluster.token("alt_demo")));
    assertThat(admin.get(path).text()).isEqualTo("[]");

    // When
    demo.upload(id, raw);

    // Then
    JsonNode locations = admin.get(path).json();
    assertThat(locations).hasSize(1);
    assertThat(locations.at("/0/url").asText()).startsWith("s3://primary/blobs/" + id);
    assertThat(locations.at("/0/metadata/store").asText()).isEqualTo("primary");
    assertThat(new ImageApi(cluster.gateway(), service).get(path).json()).isEqualTo(locations);
    assertThat(throughService.get(path).json()).isEqualTo(locations);
    assertThat(throughNobody.get(path).status()).isEqualTo(403);
    assertThat(demo.get(path).status()).isEqualTo(403);
    assertThat(cluster.as("demo_reader").get(path).status()).isEqualTo(403);
    assertThat(cluster.as("alt_demo").get(path).status()).isEqualTo(404);
  }

  @Test
  void aServiceAddsALocationToAnybodysImage() {
    // Given
    String id = demo.create("raw");
    ImageApi service =
        new ImageApi(cluster.gateway(), new KeycloakAdmin(cluster).tokenOfAService());

    // Then
    assertThat(add(service, id, location(host.file(raw))).status()).isEqualTo(202);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(demo.status(id)).isEqualTo("active"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"op\": \"add\", \"path\": \"/locations/-\", \"value\": {\"url\": \"http://a.example/\", \"metadata\": {}}}",
        "{\"op\": \"replace\", \"path\": \"/locations\", \"value\": []}",
        "{\"op\": \"remove\", \"path\": \"/locations/0\"}",
      })
  @Tag("attack")
  @Tag("OSSA-2016-006")
  void locationsAreNoMatterOfPatches(String operation) {
    String id = demo.create("raw");
    assertThat(demo.patch(id, "[%s]".formatted(operation)).status()).isEqualTo(403);
    assertThat(admin.patch(id, "[%s]".formatted(operation)).status()).isEqualTo(403);
  }

  private static Answer add(ImageApi api, String id, String body) {
    return api.post("/v2/images/%s/locations".formatted(id), body);
  }

  private static String location(String url) {
    return "{\"url\": \"%s\"}".formatted(url);
  }

  private static String location(String url, String algorithm, String digest) {
    return """
    {"url": "%s", "validation_data": {"os_hash_algo": "%s", "os_hash_value": "%s"}}\
    """
        .formatted(url, algorithm, digest);
  }

  private JsonNode awaitEnd(String id) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> Set.of("success", "failure").contains(demo.lastTask(id).get("status").asText()));
    return demo.lastTask(id);
  }
}
