package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vitrine.it.ImageApi.Answer;
import io.vitrine.local.PartName;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uploads that go on, by tus, whatever dies. */
class ResumableUploadIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String OCTETS = "application/offset+octet-stream";
  private static final int PART = 8 << 20;

  private final TestCluster cluster = TestCluster.get();
  private final ImageApi demo = cluster.as("demo");

  private static Answer tus(
      ImageApi api, String method, String path, byte[] body, String... headers) {
    Map<String, String> all = new HashMap<>(Map.of("Tus-Resumable", "1.0.0"));
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], headers[i + 1]);
    }
    return api.send(
        method,
        path,
        all,
        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
  }

  private String create(String imageId, long length) {
    Answer created =
        tus(
            demo,
            "POST",
            "/v2/images/" + imageId + "/uploads",
            new byte[0],
            "Upload-Length",
            "" + length);
    assertThat(created.status()).as(created.toString()).isEqualTo(201);
    assertThat(created.header("Location")).startsWith(cluster.gateway() + "/v2/images/" + imageId);
    return URI.create(created.header("Location")).getPath();
  }

  private static Answer patch(ImageApi api, String upload, byte[] bytes, int from, int to) {
    return tus(
        api,
        "PATCH",
        upload,
        Arrays.copyOfRange(bytes, from, to),
        "Upload-Offset",
        "" + from,
        "Content-Type",
        OCTETS);
  }

  private static int offset(ImageApi api, String upload) {
    Answer head = tus(api, "HEAD", upload, new byte[0]);
    assertThat(head.status()).isEqualTo(200);
    return Integer.parseInt(head.header("Upload-Offset"));
  }

  private void assertActive(String id, byte[] bytes) {
    assertThat(demo.status(id)).isEqualTo("active");
    assertThat(demo.show(id).get("checksum").asText()).isEqualTo(Disks.md5(bytes));
    assertThat(Disks.md5(demo.download(id).body())).isEqualTo(Disks.md5(bytes));
  }

  @Test
  void aKilledStoreLosesOnePartAtMost() throws Exception {
    // Given
    String id = demo.create("raw");
    byte[] bytes = Disks.raw(200 << 20, 51);
    String upload = create(id, bytes.length);
    CompletableFuture<Integer> sending =
        CompletableFuture.supplyAsync(() -> patch(demo, upload, bytes, 0, bytes.length).status())
            .exceptionally(cut -> -1);
    // The upload itself and its writer's mark are files, too.
    await().atMost(PATIENCE).until(() -> cluster.objectsOf(id).size() > 4);
    // When
    cluster.parts().crash(PartName.STORE);
    // Then
    assertThat(sending.get(60, TimeUnit.SECONDS)).isNotEqualTo(204);
    cluster.parts().awaitReady(PartName.STORE);
    int offset = offset(demo, upload);
    assertThat(offset).isGreaterThanOrEqualTo(2 * PART).isLessThan(bytes.length);
    assertThat(patch(demo, upload, bytes, offset, bytes.length).status()).isEqualTo(204);
    assertActive(id, bytes);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(cluster.objectsOf(id)).hasSize(1));
  }

  @Test
  void whatAClientSentBeforeItWasGoneIsKept() throws Exception {
    // Given
    String id = demo.create("raw");
    byte[] bytes = Disks.raw(2 * PART, 52);
    String upload = create(id, bytes.length);
    URI gateway = URI.create(cluster.gateway());
    try (Socket client = new Socket(gateway.getHost(), gateway.getPort())) {
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      request.writeBytes(
          """
          PATCH %s HTTP/1.1
          Host: x
          X-Auth-Token: %s
          Tus-Resumable: 1.0.0
          Upload-Offset: 0
          Content-Type: %s
          Content-Length: %d

          """
              .formatted(upload, cluster.token("demo"), OCTETS, bytes.length)
              .replace("\n", "\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      request.write(bytes, 0, PART + PART / 2);
      client.getOutputStream().write(request.toByteArray());
      // The upload, its writer's mark and a part: gone sooner, and its bytes are in no one's hands.
      await().atMost(PATIENCE).until(() -> cluster.objectsOf(id).size() > 2);
    }
    // When
    await().atMost(PATIENCE).until(() -> offset(demo, upload) >= PART);
    int offset = offset(demo, upload);
    // Then
    assertThat(patch(demo, upload, bytes, offset, bytes.length).status()).isEqualTo(204);
    assertActive(id, bytes);
  }

  @Test
  void anotherReplicaGoesOn() {
    // Given
    String id = demo.create("raw");
    byte[] bytes = Disks.raw(PART + 1000, 53);
    String upload = create(id, bytes.length);
    patch(demo, upload, bytes, 0, PART + 10);
    try (AnotherService store =
        AnotherService.launchStore(
                cluster, "store-of-resumed", cluster.url(PartName.REGISTRY), Map.of())
            .awaitReady()) {
      ImageApi other = new ImageApi(store.url(), cluster.token("demo"));
      // When
      int offset = offset(other, upload);
      Answer rest = patch(other, upload, bytes, PART + 10, bytes.length);
      // Then
      assertThat(offset).isEqualTo(PART + 10);
      assertThat(rest.status()).as(rest.toString()).isEqualTo(204);
      assertActive(id, bytes);
      assertThat(offset(demo, upload)).isEqualTo(bytes.length);
    }
  }

  @Test
  void ofTwoClientsOneIsToldToLookAgain() {
    // Given
    String id = demo.create("raw");
    byte[] bytes = Disks.raw(3 << 20, 54);
    String upload = create(id, bytes.length);
    CompletableFuture<Integer> one = CompletableFuture.supplyAsync(() -> status(upload, bytes));
    CompletableFuture<Integer> other = CompletableFuture.supplyAsync(() -> status(upload, bytes));
    // When
    int first = one.join();
    int second = other.join();
    // Then: at least one is not done, or was told that all is there; then the upload goes on.
    assertThat(Set.of(-1, 204, 409, 503)).contains(first, second);
    int offset = offset(demo, upload);
    assertThat(patch(demo, upload, bytes, offset, bytes.length).status()).isEqualTo(204);
    assertActive(id, bytes);
  }

  private int status(String upload, byte[] bytes) {
    try {
      return patch(demo, upload, bytes, 0, bytes.length).status();
    } catch (UncheckedIOException cut) {
      return -1;
    }
  }

  @Test
  void aRefusedFormatLeavesAQueuedImageAndNothingElse() {
    // Given
    String id = demo.create("qcow2");
    byte[] zeros = new byte[PART];
    String upload = create(id, zeros.length);
    // When
    Answer answer = patch(demo, upload, zeros, 0, zeros.length);
    // Then
    assertThat(answer.status()).isEqualTo(415);
    assertThat(demo.status(id)).isEqualTo("queued");
    assertThat(cluster.objectsOf(id)).isEmpty();
    assertThat(tus(demo, "HEAD", upload, new byte[0]).status()).isEqualTo(404);
  }

  @Test
  void aDeletedImageTakesItsUploadWithIt() {
    // Given
    String id = demo.create("raw");
    byte[] bytes = Disks.raw(PART + 5, 55);
    String upload = create(id, bytes.length);
    patch(demo, upload, bytes, 0, PART + 1);
    // When
    assertThat(demo.delete("/v2/images/" + id).status()).isEqualTo(204);
    // Then
    assertThat(tus(demo, "HEAD", upload, new byte[0]).status()).isEqualTo(404);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(cluster.objectsOf(id)).isEmpty());
  }

  @Test
  void anEndedUploadMakesRoomForAnother() {
    // Given
    String id = demo.create("raw");
    String upload = create(id, 1000);
    // When
    assertThat(tus(demo, "DELETE", upload, new byte[0]).status()).isEqualTo(204);
    // Then
    assertThat(demo.status(id)).isEqualTo("queued");
    assertThat(demo.upload(id, new byte[] {1}).status()).isEqualTo(204);
  }

  @Test
  void aRepeatedCreationIsTheSameUploadUntilItHasBytes() {
    // Given
    String id = demo.create("raw");
    byte[] bytes = Disks.raw(1000, 56);
    String upload = create(id, bytes.length);
    // When
    String again = create(id, bytes.length);
    patch(demo, again, bytes, 0, 10);
    Answer late =
        tus(demo, "POST", "/v2/images/" + id + "/uploads", new byte[0], "Upload-Length", "1000");
    Answer other =
        tus(demo, "POST", "/v2/images/" + id + "/uploads", new byte[0], "Upload-Length", "1001");
    // Then
    assertThat(again).isEqualTo(upload);
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.text()).contains(upload);
    assertThat(other.status()).isEqualTo(409);
    assertThat(patch(demo, upload, bytes, 10, bytes.length).status()).isEqualTo(204);
    assertActive(id, bytes);
  }

  @Test
  void isNobodyElses() {
    // Given
    String id = demo.create("raw");
    byte[] bytes = new byte[10];
    String upload = create(id, 10);
    ImageApi stranger = cluster.as("alt_demo");
    // Then
    assertThat(tus(stranger, "HEAD", upload, new byte[0]).status()).isEqualTo(404);
    assertThat(patch(stranger, upload, bytes, 0, 10).status()).isEqualTo(404);
    assertThat(tus(stranger, "DELETE", upload, new byte[0]).status()).isEqualTo(404);
    assertThat(tus(demo, "HEAD", upload + "0", new byte[0]).status()).isEqualTo(404);
    assertThat(
            tus(demo, "HEAD", upload.replaceAll("[^/]+$", "" + UUID.randomUUID()), new byte[0])
                .status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "Tus-Resumable,          9,                        412",
    "Content-Type,           text/plain,               415",
    "Upload-Offset,          5,                        409",
    "Upload-Offset,          18446744073709551616,     400",
    "Upload-Offset,          '0, 0',                   400"
  })
  void garbageIsRefusedAndChangesNothing(String header, String value, int status) {
    // Given
    String upload = create(demo.create("raw"), 10);
    // When
    Answer answer =
        tus(
            demo,
            "PATCH",
            upload,
            new byte[10],
            "Upload-Offset",
            "0",
            "Content-Type",
            OCTETS,
            header,
            value);
    // Then
    assertThat(answer.status()).isEqualTo(status);
    assertThat(offset(demo, upload)).isZero();
  }
}
