package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vitrine.it.ImageApi.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A registry and a store-service with two stores, formats, limits and protections of their own, and
 * with nothing opened to fetch from.
 */
class OperatorSettingsIT {
  private static final TestCluster CLUSTER = TestCluster.get();
  private static final String BUCKET = "second-bucket";
  private static final int MAX_IMAGE_SIZE = 16 << 20;
  private static final String PROTECTIONS =
      """
      [^billing_]
      create = admin
      read = admin
      update = admin
      delete = admin

      [.*]
      create = member
      read = reader
      update = member
      delete = member
      """;

  @TempDir private static Path files;
  private static AnotherService registry;
  private static AnotherService store;

  private final ImageApi demo = new ImageApi(registry.url(), CLUSTER.token("demo"));
  private final ImageApi admin = new ImageApi(registry.url(), CLUSTER.token("admin"));
  private final ImageApi data = new ImageApi(store.url(), CLUSTER.token("demo"));

  @BeforeAll
  static void start() throws IOException {
    CLUSTER.createBucket(BUCKET);
    Path protections = Files.writeString(files.resolve("protections.conf"), PROTECTIONS);
    registry =
        AnotherService.launchRegistry(
            CLUSTER,
            "registry-with-settings",
            Map.of(
                "VITRINE_REGISTRY_STORES", "primary,second",
                "VITRINE_REGISTRY_DISK_FORMATS", "raw,qcow2,luks",
                "VITRINE_REGISTRY_MAX_IMAGE_SIZE", "" + MAX_IMAGE_SIZE,
                "VITRINE_REGISTRY_PROPERTY_PROTECTIONS_FILE", protections.toString(),
                "VITRINE_REGISTRY_PROPERTY_PROTECTIONS_FORMAT", "roles"));
    store =
        AnotherService.launchStore(
            CLUSTER,
            "store-with-settings",
            registry.url(),
            AnotherService.storage(CLUSTER, "SECOND", BUCKET));
    registry.awaitReady();
    store.awaitReady();
  }

  @AfterAll
  static void stop() {
    store.close();
    registry.close();
  }

  private static String create(ImageApi api, String more) {
    Answer answer = api.post("/v2/images", "{\"owner\":\"demo\"" + more + "}");
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    return answer.json().get("id").asText();
  }

  private Answer uploadTo(String where, String id, byte[] bytes) {
    return data.send(
        "PUT",
        "/v2/images/" + id + "/file",
        Map.of("Content-Type", "application/octet-stream", "X-Image-Meta-Store", where),
        BodyPublishers.ofByteArray(bytes));
  }

  @Test
  void whoUploadsChoosesTheStore() {
    // Given
    byte[] bytes = Disks.raw(1 << 20, 41);
    String id = demo.create("raw");
    String usual = demo.create("raw");
    // When
    assertThat(uploadTo("nowhere", id, bytes).status()).isEqualTo(400);
    assertThat(uploadTo("second", id, bytes).status()).isEqualTo(204);
    assertThat(data.upload(usual, bytes).status()).isEqualTo(204);
    // Then
    assertThat(demo.show(id).get("stores").asText()).isEqualTo("second");
    assertThat(demo.show(usual).get("stores").asText()).isEqualTo("primary");
    assertThat(data.download(id).body()).isEqualTo(bytes);
    assertThat(CLUSTER.objectsOf(id)).allMatch(object -> object.startsWith(BUCKET)).isNotEmpty();
    assertThat(CLUSTER.objectsOf(usual)).noneMatch(object -> object.startsWith(BUCKET));
  }

  @Test
  void noImageIsLargerThanTheOperatorAllows() {
    String id = demo.create("raw");
    String file = "/v2/images/" + id + "/file";

    assertThat(data.put(file, new byte[MAX_IMAGE_SIZE + 1]).status()).isEqualTo(413);
    assertThat(demo.status(id)).isEqualTo("queued");
    assertThat(data.putChunked(file, new byte[MAX_IMAGE_SIZE + 1]).status()).isEqualTo(413);
    assertThat(demo.status(id)).isEqualTo("queued");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(CLUSTER.objectsOf(id)).isEmpty());
    assertThat(data.putChunked(file, new byte[MAX_IMAGE_SIZE]).status()).isEqualTo(204);
  }

  @Test
  void formatsAreTheOperators() {
    String luks = demo.create("luks");

    assertThat(data.upload(luks, ForeignDisks.luks(1)).status()).isEqualTo(204);
    assertThat(demo.show(luks).get("virtual_size").asLong()).isEqualTo(ForeignDisks.VIRTUAL_SIZE);
    assertThat(data.upload(demo.create("luks"), new byte[1024]).status()).isEqualTo(415);
    assertThat(demo.post("/v2/images", "{\"disk_format\":\"vmdk\"}").status()).isEqualTo(400);
  }

  @Test
  void propertiesAreForTheRolesThatTheOperatorNames() {
    // Given
    String id = create(admin, ",\"billing_code\":\"b\",\"free\":\"f\"");
    String add = "[{\"op\":\"add\",\"path\":\"/%s\",\"value\":\"x\"}]";
    // Then
    assertThat(admin.show(id).get("billing_code").asText()).isEqualTo("b");
    assertThat(demo.show(id).has("billing_code")).isFalse();
    assertThat(demo.show(id).get("free").asText()).isEqualTo("f");
    assertThat(demo.get("/v2/images?id=" + id).json().at("/images/0").has("billing_code"))
        .isFalse();
    assertThat(demo.get("/v2/images?id=" + id + "&billing_code=b").json().get("images")).isEmpty();
    assertThat(demo.patch(id, add.formatted("billing_code")).status()).isEqualTo(403);
    assertThat(demo.patch(id, add.formatted("billing_other")).status()).isEqualTo(403);
    assertThat(demo.post("/v2/images", "{\"billing_code\":\"b\"}").status()).isEqualTo(403);
    assertThat(demo.patch(id, add.formatted("free")).status()).isEqualTo(200);
    assertThat(admin.show(id).get("billing_code").asText()).isEqualTo("b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[::1]/"
      })
  void nothingInsideIsFetchedUnlessTheOperatorOpensIt(String url) {
    String id = demo.create("raw");

    Answer answer = demo.post("/v2/images/" + id + "/locations", "{\"url\":\"%s\"}".formatted(url));

    assertThat(answer.status()).as("%s", answer).isEqualTo(400);
    assertThat(demo.status(id)).isEqualTo("queued");
  }
}
