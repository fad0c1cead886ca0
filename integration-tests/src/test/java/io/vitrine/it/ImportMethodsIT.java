package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.ImageApi.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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
        .untilAsserted(() -> {
          assertThat(CLUSTER.objectsOf(kept)).hasSize(1);
          assertThat(CLUSTER.objectsOf(converted)).hasSize(1);
        });
  }

  @ParameterizedTest
  @EnumSource
  void takesDisksOutOfWhatTheyArePackedIn(Packed packed) throws IOException {
    // Given
    String fetched = demo.create("qcow2");
    String staged = demo.create("raw");
    demo.stage(staged, packed.pack(RAW));
    byte[] qcow2 = Disks.qcow2(RAW);

    // When
    download(fetched, host.file(packed.pack(qcow2)), "");
    demo.startImport(staged, "");

    // Then
    assertActiveAs(fetched, "qcow2", qcow2);
    assertActiveAs(staged, "raw", RAW);
    assertThat(demo.show(staged).get("size").asLong()).isEqualTo(RAW.length);
  }

  private String createIn(String container, String diskFormat) {
    return demo.post(
            "/v2/images",
            "{\"disk_format\":\"%s\",\"container_format\":\"%s\"}".formatted(diskFormat, container))
        .json()
        .get("id")
        .asText();
  }

  @Test
  void takesTheDiskOutOfAnOvaThatIsConverted() throws IOException {
    // Given
    String id = createIn("ova", "vmdk");
    byte[] ova = Packed.ova(Disks.vmdk(RAW));

    // When
    download(id, host.file(ova), ",\"output_format\":\"raw\"");

    // Then
    assertActiveAs(id, "raw", RAW);
    JsonNode image = demo.show(id);
    assertThat(image.get("container_format").asText()).isEqualTo("bare");
    assertThat(image.get("min_disk").asInt()).isEqualTo(1);
    assertThat(image.get("ovf_product").asText()).isEqualTo("Router");
  }

  @Test
  void leavesWhatIsMeantToBeCompressed() throws IOException {
    // Given
    byte[] packed = Packed.GZIP.pack(RAW);
    String id = createIn("compressed", "raw");

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
    String format = target.equals("vmdk") ? "vmdk" : "qcow2";
    byte[] packed = demo.download(id).body();
    assertThat(image.get("disk_format").asText()).isEqualTo(format);
    assertThat(image.get("virtual_size").asLong()).isEqualTo(RAW.length);
    assertThat(image.get("checksum").asText()).isEqualTo(Disks.md5(packed));
    assertThat(Disks.rawOf(format, packed)).isEqualTo(RAW);
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

  private String importOf(String algorithm, String digest) {
    String id = demo.create("raw");
    demo.stage(id, RAW);
    demo.startImport(
        id,
        ",\"validation_data\":{\"os_hash_algo\":\"%s\",\"os_hash_value\":\"%s\"}"
            .formatted(algorithm, digest));
    return id;
  }

  @ParameterizedTest
  @CsvSource({"sha512, SHA-512", "sha256, SHA-256"})
  void takesBytesOfTheDigestThatTheCallerKnows(String algorithm, String javaName) {
    String id = importOf(algorithm, Disks.digest(javaName, RAW));

    assertActiveAs(id, "raw", RAW);
  }

  @ParameterizedTest
  @CsvSource({"sha512, SHA-512", "sha256, SHA-256"})
  void refusesBytesOfAnotherDigest(String algorithm, String javaName) {
    String id = importOf(algorithm, Disks.digest(javaName, new byte[1]));

    assertThat(awaitEnd(id).get("message").asText()).contains(algorithm, "validation_data");
    assertThat(demo.status(id)).isEqualTo("queued");
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
  @ValueSource(
      strings = {
        "{\"name\":\"teleport\"}",
        "{\"name\":\"web-download\"}",
        "{\"name\":\"web-download\",\"uri\":\"ftp://example.org/a\"}",
        "{\"name\":\"web-download\",\"uri\":\"http://169.254.169.254/a\"}",
        "{\"name\":\"glance-download\"}",
        "{\"name\":\"glance-download\",\"glance_region\":\"Elsewhere\",\"glance_image_id\":\"x\"}"
      })
  void refusesWhatLeadsNowhere(String method) {
    String id = demo.create("raw");

    Answer answer = demo.post("/v2/images/" + id + "/import", "{\"method\":%s}".formatted(method));

    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(demo.status(id)).isEqualTo("queued");
  }

  @Test
  void onlyAQueuedImageIsDownloaded() {
    String id = demo.create("raw");
    demo.upload(id, RAW);

    assertThat(download(id, host.file(RAW), "").status()).isEqualTo(409);
  }

  /** An image whose bytes come from a source that is held. */
  private String fetching(ImageHost.Held source) {
    String id = demo.create("raw");
    download(id, source.url(), "");
    await()
        .atMost(PATIENCE)
        .until(() -> demo.lastTask(id).at("/progress/phase").asText().equals("fetch"));
    return id;
  }

  private int steer(ImageApi api, String id, String action) {
    String task = demo.lastTask(id).get("id").asText();
    return api.post("/v2/images/%s/tasks/%s/actions/%s".formatted(id, task, action), "").status();
  }

  @Test
  void anImportCanBePaused() {
    try (ImageHost.Held source = host.held(RAW)) {
      // Given
      String id = fetching(source);

      // When
      int answer = steer(demo, id, "pause");

      // Then
      assertThat(answer).isEqualTo(204);
      assertThat(demo.lastTask(id).get("paused").asBoolean()).isTrue();
      assertThat(demo.lastTask(id).get("status").asText()).isEqualTo("pending");
      assertThat(demo.status(id)).isEqualTo("importing");
      demo.delete("/v2/images/" + id);
    }
  }

  @Test
  void aPausedImportGoesOnWhenItIsResumed() {
    try (ImageHost.Held source = host.held(RAW)) {
      // Given
      String id = fetching(source);
      steer(demo, id, "pause");
      source.letGo();

      // When
      int answer = steer(demo, id, "resume");

      // Then
      assertThat(answer).isEqualTo(204);
      assertActiveAs(id, "raw", RAW);
    }
  }

  @Test
  void aCancelledImportHasFailedForGood() {
    try (ImageHost.Held source = host.held(RAW)) {
      // Given
      String id = fetching(source);

      // When
      int answer = steer(demo, id, "cancel");

      // Then
      assertThat(answer).isEqualTo(204);
      assertThat(demo.lastTask(id).get("message").asText()).isEqualTo("The import was cancelled.");
      assertThat(demo.status(id)).isEqualTo("queued");
      assertThat(steer(demo, id, "resume")).isEqualTo(409);
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(CLUSTER.objectsOf(id)).isEmpty());
    }
  }

  @Test
  void anImportIsNobodyElsesToSteer() {
    try (ImageHost.Held source = host.held(RAW)) {
      // Given
      String id = fetching(source);

      // Then
      assertThat(steer(CLUSTER.as("alt_demo"), id, "cancel")).isEqualTo(404);
      assertThat(steer(demo, id, "explode")).isEqualTo(404);
      source.letGo();
      assertActiveAs(id, "raw", RAW);
    }
  }
}
