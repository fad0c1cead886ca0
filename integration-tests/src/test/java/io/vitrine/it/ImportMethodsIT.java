package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.ImageApi.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports from elsewhere, to several stores, of packed disks, and steered on their way. */
class ImportMethodsIT {
  private static final TestCluster CLUSTER = TestCluster.get();
  private static final SecondStore SECOND = new SecondStore(CLUSTER);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final byte[] RAW = Disks.raw(5 << 20, 81);

  private final ImageHost host = CLUSTER.imageHost();
  private final ImageApi demo = CLUSTER.as("demo");

  @BeforeAll
  static void start() throws IOException {
    SECOND.add("");
  }

  @AfterAll
  static void tidy() throws IOException {
    SECOND.remove();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  private Answer download(String id, String url, String more) {
    return demo.post(
        "/v2/images/" + id + "/import",
        "{\"method\":{\"name\":\"web-download\",\"uri\":\"%s\"}%s}".formatted(url, more));
  }

  private JsonNode awaitEnd(String id) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> Set.of("success", "failure").contains(demo.lastTask(id).get("status").asText()));
    return demo.lastTask(id);
  }

  private void assertActiveAs(String id, String format, byte[] bytes) {
    JsonNode task = awaitEnd(id);
    assertThat(task.get("message").asText()).isEmpty();
    JsonNode image = demo.show(id);
    assertThat(image.get("status").asText()).isEqualTo("active");
    assertThat(image.get("disk_format").asText()).isEqualTo(format);
    assertThat(image.get("checksum").asText()).isEqualTo(Disks.md5(bytes));
    assertThat(image.get("os_hash_value").asText()).isEqualTo(Disks.sha512(bytes));
    assertThat(demo.download(id).body()).isEqualTo(bytes);
  }

  @Test
  void downloadsAndConverts() throws IOException {
    // Given
    Set<String> before = CLUSTER.objects();
    String kept = demo.create("qcow2");
    String converted = demo.create("qcow2");
    byte[] qcow2 = Disks.qcow2(RAW);
    String url = host.file(qcow2);

    // When
    assertThat(download(kept, url + "?signature=secret", "").status()).isEqualTo(202);
    assertThat(download(converted, url, ",\"output_format\":\"raw\"").status()).isEqualTo(202);

    // Then
    assertActiveAs(kept, "qcow2", qcow2);
    assertActiveAs(converted, "raw", RAW);
    JsonNode task = demo.lastTask(kept);
    assertThat(task.get("method").asText()).isEqualTo("web-download");
    assertThat(task.at("/input/import_req/method/uri").asText()).isEqualTo(url);
    assertThat(task.at("/progress/percent").asInt()).isEqualTo(100);
    assertThat(demo.show(kept).get("imported_by").asText()).isEqualTo("us");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(CLUSTER.objects()).hasSize(before.size() + 2));
  }

  @Test
  void takesDisksOutOfWhatTheyArePackedIn() throws IOException {
    // Given
    String fetched = demo.create("qcow2");
    String staged = demo.create("raw");
    demo.stage(staged, gzip(RAW));
    byte[] qcow2 = Disks.qcow2(RAW);

    // When
    download(fetched, host.file(gzip(qcow2)), "");
    demo.startImport(staged, "");

    // Then
    assertActiveAs(fetched, "qcow2", qcow2);
    assertActiveAs(staged, "raw", RAW);
    assertThat(demo.show(staged).get("size").asLong()).isEqualTo(RAW.length);
  }

  @Test
  void leavesWhatIsMeantToBeCompressed() throws IOException {
    // Given
    byte[] packed = gzip(RAW);
    String id =
        demo.post("/v2/images", "{\"disk_format\":\"raw\",\"container_format\":\"compressed\"}")
            .json()
            .get("id")
            .asText();

    // When
    download(id, host.file(packed), "");

    // Then
    assertActiveAs(id, "raw", packed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"qcow2-zlib", "qcow2-zstd", "vmdk"})
  void packsWhatItConverts(String target) {
    // Given
    String id = demo.create("raw");
    demo.stage(id, RAW);

    // When
    demo.startImport(id, ",\"output_format\":\"%s\"".formatted(target));

    // Then
    assertThat(awaitEnd(id).get("message").asText()).isEmpty();
    JsonNode image = demo.show(id);
    assertThat(image.get("disk_format").asText())
        .isEqualTo(target.equals("vmdk") ? "vmdk" : "qcow2");
    assertThat(image.get("virtual_size").asLong()).isEqualTo(RAW.length);
    assertThat(image.get("checksum").asText()).isEqualTo(Disks.md5(demo.download(id).body()));
  }

  @ParameterizedTest
  @CsvSource({"true, true", "false, true", "true, false", "false, false"})
  void bringsAnImageToAllStores(boolean allMustSucceed, boolean staged) {
    // Given
    String id = demo.create("qcow2");
    byte[] qcow2 = Disks.qcow2(RAW);
    String more =
        ",\"output_format\":\"raw\",\"all_stores\":true,\"all_stores_must_succeed\":%s"
            .formatted(allMustSucceed);

    // When
    if (staged) {
      demo.stage(id, qcow2);
      assertThat(demo.startImport(id, more).status()).isEqualTo(202);
    } else {
      assertThat(download(id, host.file(qcow2), more).status()).isEqualTo(202);
    }

    // Then
    assertActiveAs(id, "raw", RAW);
    JsonNode image = demo.show(id);
    assertThat(image.get("stores").asText().split(","))
        .containsExactlyInAnyOrder("primary", "second");
    assertThat(image.get("os_glance_importing_to_stores").asText()).isEmpty();
    assertThat(image.get("os_glance_failed_import").asText()).isEmpty();
  }

  @Test
  void bringsStagedBytesToAnotherStoreOnly() {
    // Given
    String id = demo.create("raw");
    demo.stage(id, RAW);

    // When
    demo.startImport(id, ",\"stores\":[\"second\"]");

    // Then
    assertActiveAs(id, "raw", RAW);
    assertThat(demo.show(id).get("stores").asText()).isEqualTo("second");
  }

  @Test
  void comparesTheDigestThatTheCallerKnows() {
    for (String algorithm : new String[] {"sha512", "sha256"}) {
      // Given
      String id = demo.create("raw");
      demo.stage(id, RAW);

      // When
      demo.startImport(
          id,
          ",\"validation_data\":{\"os_hash_algo\":\"%s\",\"os_hash_value\":\"%s\"}"
              .formatted(algorithm, "0".repeat(algorithm.equals("sha512") ? 128 : 64)));

      // Then
      assertThat(awaitEnd(id).get("message").asText()).contains(algorithm, "validation_data");
      assertThat(demo.status(id)).isEqualTo("queued");
    }
  }

  @Test
  void fetchesAnImageOfAnotherGlanceWithWhatItSays() {
    // Given
    String other = demo.create("qcow2");
    byte[] qcow2 = Disks.qcow2(RAW);
    demo.upload(other, qcow2);
    demo.patch(other, "[{\"op\":\"add\",\"path\":\"/hw_disk_bus\",\"value\":\"scsi\"}]");
    String id = demo.post("/v2/images", "{\"name\":\"here\"}").json().get("id").asText();

    // When
    Answer answer =
        demo.post(
            "/v2/images/" + id + "/import",
            ("{\"method\":{\"name\":\"glance-download\",\"glance_region\":\"Elsewhere\","
                    + "\"glance_image_id\":\"%s\"}}")
                .formatted(other));

    // Then
    assertThat(answer.status()).isEqualTo(202);
    assertActiveAs(id, "qcow2", qcow2);
    assertThat(demo.show(id).get("hw_disk_bus").asText()).isEqualTo("scsi");
    assertThat(demo.show(id).get("container_format").asText()).isEqualTo("bare");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | {\"name\":\"web-download\"}",
        "400 | {\"name\":\"web-download\",\"uri\":\"ftp://example.org/a\"}",
        "400 | {\"name\":\"web-download\",\"uri\":\"http://169.254.169.254/a\"}",
        "400 | {\"name\":\"glance-download\"}",
        "400 | {\"name\":\"glance-download\",\"glance_region\":\"Elsewhere\",\"glance_image_id\":\"x\"}"
      })
  void refusesWhatLeadsNowhere(int status, String method) {
    String id = demo.create("raw");

    Answer answer = demo.post("/v2/images/" + id + "/import", "{\"method\":%s}".formatted(method));

    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(demo.status(id)).isEqualTo("queued");
  }

  @Test
  void onlyAQueuedImageIsDownloaded() {
    String id = demo.create("raw");
    demo.upload(id, RAW);

    assertThat(download(id, host.file(RAW), "").status()).isEqualTo(409);
  }

  @Test
  void anImportCanBePausedResumedAndCancelled() {
    // Given a source that sends its last byte only when it is told to.
    CountDownLatch release = new CountDownLatch(1);
    String url =
        host.at(exchange -> {
          exchange.sendResponseHeaders(200, RAW.length);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(RAW, 0, RAW.length - 1);
            body.flush();
            release.await();
            body.write(RAW, RAW.length - 1, 1);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    String paused = demo.create("raw");
    String cancelled = demo.create("raw");
    download(paused, url, "");
    awaitPhase(paused, "fetch");

    // When
    assertThat(steer(paused, "pause")).isEqualTo(204);

    // Then
    assertThat(demo.lastTask(paused).get("paused").asBoolean()).isTrue();
    assertThat(demo.lastTask(paused).get("status").asText()).isEqualTo("pending");
    assertThat(demo.status(paused)).isEqualTo("importing");

    // When
    download(cancelled, url, "");
    awaitPhase(cancelled, "fetch");
    assertThat(steer(cancelled, "cancel")).isEqualTo(204);

    // Then
    assertThat(demo.lastTask(cancelled).get("message").asText())
        .isEqualTo("The import was cancelled.");
    assertThat(demo.status(cancelled)).isEqualTo("queued");
    assertThat(steer(cancelled, "pause")).isEqualTo(409);

    // When
    release.countDown();
    assertThat(steer(paused, "resume")).isEqualTo(204);

    // Then
    assertActiveAs(paused, "raw", RAW);
    assertThat(steer(paused, "explode")).isEqualTo(404);
    assertThat(
            CLUSTER
                .as("alt_demo")
                .post(
                    "/v2/images/%s/tasks/%s/actions/cancel".formatted(paused, UUID.randomUUID()),
                    "")
                .status())
        .isEqualTo(404);
  }

  private void awaitPhase(String id, String phase) {
    await()
        .atMost(PATIENCE)
        .until(() -> demo.lastTask(id).at("/progress/phase").asText().equals(phase));
  }

  private int steer(String id, String action) {
    return demo.post(
            "/v2/images/%s/tasks/%s/actions/%s"
                .formatted(id, demo.lastTask(id).get("id").asText(), action),
            "")
        .status();
  }
}
