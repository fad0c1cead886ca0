package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vitrine.it.FaultyS3.Fault;
import io.vitrine.it.ImageApi.Answer;
import io.vitrine.local.PartName;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A store-service whose S3 server gets into trouble. Whatever it is: the client is told, the image
 * waits for another upload, and of the bytes that came nothing is left.
 */
class StoreFaultsIT {
  private static final TestCluster CLUSTER = TestCluster.get();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MIB = 1 << 20;

  /** More than the parts that wait in memory. */
  private static final byte[] LARGE = Disks.raw(64 * MIB, 51);

  private static FaultyS3 s3;
  private static AnotherService store;
  private static AnotherGateway gateway;
  private static AnotherGateway withoutStorage;

  private final ImageApi demo = gateway.with(CLUSTER.token("demo"));

  @BeforeAll
  static void start() {
    s3 = FaultyS3.before(CLUSTER.url(PartName.S3));
    store =
        AnotherService.launchStore(
                CLUSTER,
                "store-in-trouble",
                CLUSTER.url(PartName.REGISTRY),
                Map.of("VITRINE_STORES_PRIMARY_ENDPOINT", s3.url()))
            .awaitReady();
    gateway =
        AnotherGateway.start(
            CLUSTER, "gateway-in-trouble", Map.of("VITRINE_ROUTES_STORE", store.url()));
    withoutStorage =
        AnotherGateway.start(
            CLUSTER,
            "gateway-without-storage",
            Map.of("VITRINE_ROUTES_STORE", store.url(), "VITRINE_GATEWAY_READS_STORES", "false"));
  }

  @AfterAll
  static void stop() {
    withoutStorage.close();
    gateway.close();
    store.close();
    s3.close();
  }

  @AfterEach
  void mend() {
    s3.end();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void aFullDiskRefusesTheImageAndKeepsNothing(int parts) {
    // Given
    String id = demo.create("raw");
    s3.begin(new Fault.Refusing(507, "InsufficientStorage", parts));
    // When
    Answer answer = demo.putChunked("/v2/images/" + id + "/file", LARGE);
    // Then
    assertThat(answer.status()).as("%s", answer).isEqualTo(413);
    assertThat(answer.text()).contains("no room");
    assertLeftNothing(id);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void aServerThatTakesNothingMoreIsTold(int parts) {
    // Given
    String id = demo.create("raw");
    s3.begin(new Fault.Refusing(503, "SlowDown", parts));
    // When
    Answer answer = demo.putChunked("/v2/images/" + id + "/file", LARGE);
    // Then
    assertThat(answer.status()).as("%s", answer).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isNotEmpty();
    assertLeftNothing(id);
  }

  @Test
  void aServerThatDiesInTheMiddleLeavesNothingOnceItIsBack() throws Exception {
    // Given
    String id = demo.create("raw");
    s3.begin(new Fault.Slow(8 * MIB));
    CompletableFuture<Answer> upload =
        CompletableFuture.supplyAsync(() -> demo.putChunked("/v2/images/" + id + "/file", LARGE));
    await().atMost(PATIENCE).until(() -> s3.puts() > 2);
    // When
    s3.begin(new Fault.Down());
    // Then
    assertThat(upload.get(120, TimeUnit.SECONDS).status()).isEqualTo(503);
    s3.end();
    assertLeftNothing(id);
  }

  @Test
  void hiccupsAreNotNoticed() {
    // Given
    String id = demo.create("raw");
    s3.begin(new Fault.Hiccups(3));
    // When, Then
    assertThat(demo.putChunked("/v2/images/" + id + "/file", LARGE).status()).isEqualTo(204);
    assertThat(demo.download(id).body()).isEqualTo(LARGE);
  }

  @Test
  void aSlowServerSlowsTheClientDownAndLosesNothing() {
    // Given: longer than the lease of an upload.
    String id = demo.create("raw");
    s3.begin(new Fault.Slow(3 * MIB));
    // When, Then
    assertThat(demo.putChunked("/v2/images/" + id + "/file", LARGE).status()).isEqualTo(204);
    s3.end();
    assertThat(demo.download(id).body()).isEqualTo(LARGE);
  }

  @Test
  void anImageThatIsDeletedMeanwhileTakesItsBytesAlong() throws Exception {
    // Given
    String id = demo.create("raw");
    s3.begin(new Fault.Slow(2 * MIB));
    CompletableFuture<Answer> upload =
        CompletableFuture.supplyAsync(() -> demo.putChunked("/v2/images/" + id + "/file", LARGE));
    await().atMost(PATIENCE).until(() -> s3.puts() > 2);
    // When
    assertThat(demo.delete("/v2/images/" + id).status()).isEqualTo(204);
    // Then
    assertThat(upload.get(120, TimeUnit.SECONDS).status()).isEqualTo(410);
    s3.end();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(CLUSTER.objectsOf(id)).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDownloadGoesOnWhereAConnectionBroke(boolean readsStores) {
    // Given
    String id = demo.create("raw");
    demo.upload(id, LARGE);
    s3.begin(new Fault.CutAnswers(20 * MIB + 4711));
    ImageApi reader = readsStores ? demo : withoutStorage.with(CLUSTER.token("demo"));
    // When
    Answer whole = reader.download(id);
    Answer part = reader.get("/v2/images/" + id + "/file", Map.of("Range", "bytes=1000-50000000"));
    // Then
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.body()).isEqualTo(LARGE);
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(LARGE, 1000, 50000001));
    assertThat(s3.gets()).isGreaterThan(4);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDownloadFromADeadServerIsRefused(boolean readsStores) {
    // Given
    String id = demo.create("raw");
    demo.upload(id, new byte[] {1, 2, 3});
    s3.begin(new Fault.Down());
    ImageApi reader = readsStores ? demo : withoutStorage.with(CLUSTER.token("demo"));
    // When
    Answer answer = reader.download(id);
    // Then
    assertThat(answer.status()).as("%s", answer).isEqualTo(503);
    assertThat(answer.headers().firstValue("ETag")).isEmpty();
    s3.end();
    assertThat(reader.download(id).body()).containsExactly(1, 2, 3);
  }

  private void assertLeftNothing(String id) {
    assertThat(demo.status(id)).isEqualTo("queued");
    s3.end();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(CLUSTER.objectsOf(id)).isEmpty());
    assertThat(demo.upload(id, new byte[] {1}).status()).isEqualTo(204);
    assertThat(demo.download(id).body()).containsExactly(1);
  }
}
