package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.ImageApi.Answer;
import io.vitrine.local.PartName;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two store-services with caches, and a gateway before one of them. */
class CacheIT {
  private static final TestCluster CLUSTER = TestCluster.get();
  private static final int SIZE = 1 << 20;
  private static final int LIMIT = 4 * SIZE;

  @TempDir private static Path folder;
  private static AnotherService one;
  private static AnotherService two;
  private static AnotherGateway gateway;

  private final ImageApi demo = gateway.with(CLUSTER.token("demo"));
  private final ImageApi admin = gateway.with(CLUSTER.token("admin"));

  @BeforeAll
  static void start() {
    one = launch("one");
    two = launch("two");
    gateway =
        AnotherGateway.start(
            CLUSTER, "gateway-with-cache", Map.of("VITRINE_ROUTES_STORE", one.url()));
    one.awaitReady();
    two.awaitReady();
  }

  private static AnotherService launch(String name) {
    return AnotherService.launchStore(
        CLUSTER,
        "store-with-cache-" + name,
        CLUSTER.url(PartName.REGISTRY),
        Map.of(
            "VITRINE_CACHE_DIRECTORY", folder.resolve(name).toString(),
            "VITRINE_CACHE_NODE", "node-" + name,
            "VITRINE_CACHE_MAX_SIZE", "" + LIMIT));
  }

  @AfterAll
  static void stop() {
    gateway.close();
    one.close();
    two.close();
  }

  private static ImageApi at(AnotherService store) {
    return new ImageApi(store.url(), CLUSTER.token("admin"));
  }

  private String uploaded(byte[] bytes) {
    String id = demo.create("raw");
    assertThat(demo.upload(id, bytes).status()).isEqualTo(204);
    return id;
  }

  private static Stream<JsonNode> cached(ImageApi api) {
    JsonNode images = api.get("/v2/cache").json().get("cached_images");
    return StreamSupport.stream(images.spliterator(), false);
  }

  private static List<JsonNode> cached(ImageApi api, String id) {
    return cached(api).filter(image -> image.get("image_id").asText().equals(id)).toList();
  }

  private static List<String> nodes(ImageApi api, String id) {
    JsonNode names = api.get("/v2/cache/nodes/" + id).json();
    return StreamSupport.stream(names.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
  }

  private int send(ImageApi api, String method, String path) {
    return api.send(method, path, Map.of(), BodyPublishers.noBody()).status();
  }

  @Test
  void theSecondReadNeedsNoStore() {
    // Given
    byte[] bytes = Disks.raw(SIZE, 51);
    String id = uploaded(bytes);
    // When
    assertThat(demo.download(id).body()).isEqualTo(bytes);
    eventually(() -> assertThat(cached(admin, id)).hasSize(1));
    assertThat(demo.download(id).body()).isEqualTo(bytes);
    Answer part = demo.get("/v2/images/" + id + "/file", Map.of("Range", "bytes=1000-1999"));
    // Then
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(bytes, 1000, 2000));
    JsonNode image = cached(admin, id).getFirst();
    assertThat(image.get("hits").asInt()).isEqualTo(2);
    assertThat(image.get("size").asInt()).isEqualTo(SIZE);
    assertThat(image.get("checksum").asText()).isEqualTo(Disks.md5(bytes));
    assertThat(image.get("last_accessed").asDouble())
        .isGreaterThanOrEqualTo(image.get("last_modified").asDouble());
    // Then: the other node knows it, too
    eventually(() -> assertThat(cached(at(two), id)).hasSize(1));
    assertThat(nodes(at(two), id)).containsExactly("node-one");
  }

  @Test
  void aQueuedImageComesToAllNodesAndLeavesThemAgain() {
    // Given
    String id = uploaded(Disks.raw(SIZE, 52));
    // When
    assertThat(send(admin, "PUT", "/v2/cache/" + id)).isEqualTo(202);
    // Then
    eventually(() -> assertThat(nodes(admin, id)).containsExactly("node-one", "node-two"));
    assertThat(admin.get("/v2/cache").json().get("queued_images").toString()).doesNotContain(id);
    // When
    assertThat(send(admin, "DELETE", "/v2/cache/" + id)).isEqualTo(204);
    // Then
    eventually(() -> assertThat(nodes(admin, id)).isEmpty());
    assertThat(send(admin, "DELETE", "/v2/cache/" + id)).isEqualTo(204);
  }

  @Test
  void theEndOfAnImageIsHeardByAllNodesAlsoByOneThatWasAway() {
    // Given
    String deactivated = uploaded(Disks.raw(SIZE, 53));
    String deleted = uploaded(Disks.raw(SIZE, 54));
    send(admin, "PUT", "/v2/cache/" + deactivated);
    send(admin, "PUT", "/v2/cache/" + deleted);
    eventually(() -> assertThat(nodes(admin, deactivated)).hasSize(2));
    eventually(() -> assertThat(nodes(admin, deleted)).hasSize(2));
    // When
    two.close();
    demo.post("/v2/images/" + deactivated + "/actions/deactivate", "");
    demo.delete("/v2/images/" + deleted);
    eventually(() -> assertThat(nodes(admin, deactivated)).doesNotContain("node-one"));
    two = launch("two").awaitReady();
    // Then
    eventually(() -> assertThat(cached(at(two), deleted)).isEmpty());
    eventually(() -> assertThat(nodes(at(two), deactivated)).isEmpty());
    assertThat(send(admin, "PUT", "/v2/cache/" + deactivated)).isEqualTo(400);
  }

  @Test
  void theLimitHolds() {
    for (int i = 0; i < 6; i++) {
      String id = uploaded(Disks.raw(SIZE, 60 + i));
      demo.download(id);
      eventually(() -> assertThat(nodes(admin, id)).contains("node-one"));
    }

    Answer pruned = admin.post("/v2/cache/prune", "");

    assertThat(pruned.status()).isEqualTo(200);
    assertThat(pruned.json().toString())
        .isEqualTo("{\"total_files_pruned\":0,\"total_bytes_pruned\":0}");
    assertThat(folder.resolve("one/images").toFile().listFiles((dir, name) -> !name.contains(".")))
        .hasSizeLessThanOrEqualTo(LIMIT / SIZE);
    assertThat(admin.post("/v2/cache/clean", "").status()).isEqualTo(200);
    assertThat(send(admin, "DELETE", "/v2/cache")).isEqualTo(204);
    eventually(() -> assertThat(cached(admin)).isEmpty());
  }

  @Test
  void whatCannotBeDoneIsRefusedWithTheReason() {
    String queued = demo.create("raw");
    String unknown = UUID.randomUUID().toString();

    assertThat(send(admin, "PUT", "/v2/cache/" + queued)).isEqualTo(400);
    for (String call : List.of("PUT /v2/cache/", "DELETE /v2/cache/", "GET /v2/cache/nodes/")) {
      String[] words = call.split(" ", 2);
      assertThat(send(admin, words[0], words[1] + unknown)).as(call).isEqualTo(404);
      assertThat(send(admin, words[0], words[1] + "x")).as(call).isEqualTo(404);
      assertThat(send(demo, words[0], words[1] + queued)).as(call).isEqualTo(403);
    }
    for (String call :
        List.of(
            "GET /v2/cache", "DELETE /v2/cache", "POST /v2/cache/clean", "POST /v2/cache/prune")) {
      String[] words = call.split(" ", 2);
      assertThat(send(demo, words[0], words[1])).as(call).isEqualTo(403);
    }
    assertThat(clear("nonsense").status()).isEqualTo(400);
    assertThat(clear("QUEUE").status()).isEqualTo(204);
    assertThat(clear("both").status()).isEqualTo(204);
    assertThat(send(admin, "PATCH", "/v2/cache")).isEqualTo(405);
    assertThat(send(admin, "HEAD", "/v2/cache")).isEqualTo(200);
    assertThat(send(admin, "GET", "/v2/cache/nodes/a/b")).isEqualTo(404);
  }

  private Answer clear(String target) {
    return admin.send(
        "DELETE",
        "/v2/cache",
        Map.of("x-image-cache-clear-target", target),
        BodyPublishers.noBody());
  }

  @Test
  void glanceManagesTheCache(@TempDir Path home) throws IOException {
    // Given
    OpenStackClients.requireInstalled();
    OpenStackClients clients = new OpenStackClients(CLUSTER, home);
    String id = uploaded(Disks.raw(SIZE, 55));
    // When, Then
    assertThat(glance(clients, "cache-queue", id)).isEmpty();
    eventually(() -> assertThat(glance(clients, "cache-list")).contains(id).contains("cached"));
    assertThat(glance(clients, "cache-delete", id)).isEmpty();
    eventually(() -> assertThat(glance(clients, "cache-list")).doesNotContain(id));
    assertThat(glance(clients, "cache-clear", "--target", "queue")).isEmpty();
    assertThat(glance(clients, "cache-clear")).isEmpty();
  }

  /** What it wrote: it ends well whatever happens, and says only what went wrong. */
  private static String glance(OpenStackClients clients, String... call) {
    String[] arguments =
        Stream.concat(Stream.of("--os-image-url", gateway.url()), Stream.of(call))
            .toArray(String[]::new);
    var result = clients.glance("admin", arguments).ok();
    return result.out() + result.err();
  }
}
