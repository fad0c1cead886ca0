package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.ImageApi.Answer;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDataIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TestCluster cluster = TestCluster.get();
  private final ImageApi demo = cluster.as("demo");

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100_000, 20_000_001})
  void comesBackAsItWent(int size) {
    // Given
    byte[] bytes = Disks.raw(size, size);
    String announced = demo.create("raw");
    String chunked = demo.create("raw");
    // When
    assertThat(demo.upload(announced, bytes).status()).isEqualTo(204);
    assertThat(demo.putChunked("/v2/images/" + chunked + "/file", bytes).status()).isEqualTo(204);
    // Then
    for (String id : new String[] {announced, chunked}) {
      JsonNode image = demo.show(id);
      assertThat(image.get("status").asText()).isEqualTo("active");
      assertThat(image.get("size").asLong()).isEqualTo(size);
      assertThat(image.get("virtual_size").asLong()).isEqualTo(size);
      assertThat(image.get("checksum").asText()).isEqualTo(Disks.md5(bytes));
      assertThat(image.get("os_hash_algo").asText()).isEqualTo("sha512");
      assertThat(image.get("os_hash_value").asText()).isEqualTo(Disks.sha512(bytes));
      assertThat(image.get("stores").asText()).isEqualTo("primary");
      Answer download = demo.download(id);
      assertThat(download.status()).isEqualTo(200);
      assertThat(download.header("Content-Length")).isEqualTo("" + size);
      assertThat(download.header("Content-Type")).isEqualTo("application/octet-stream");
      assertThat(download.header("Content-MD5")).isEqualTo(Disks.md5(bytes));
      assertThat(download.body()).isEqualTo(bytes);
    }
  }

  @Test
  void knowsTheDiskInsideAQcow2() {
    byte[] raw = Disks.raw(1 << 22, 5);
    String id = demo.create("qcow2");

    assertThat(demo.upload(id, Disks.qcow2(raw)).status()).isEqualTo(204);

    assertThat(demo.show(id).get("virtual_size").asLong()).isEqualTo(raw.length);
  }

  @Test
  void aDiskIsAsLargeAsItsQcow2Says() {
    String id = demo.create("qcow2");

    assertThat(demo.upload(id, Disks.sparseQcow2(1L << 30)).status()).isEqualTo(204);

    assertThat(demo.show(id).get("virtual_size").asLong()).isEqualTo(1L << 30);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-9,206,0,10",
    "bytes=10-,206,10,100000",
    "bytes=-5,206,99995,100000",
    "bytes=99990-200000,206,99990,100000",
    "bytes=-200000,206,0,100000",
    "bytes=100000-,416,0,0",
    "bytes=9-1,416,0,0",
    "bytes=x,416,0,0",
    "'bytes=0-1,3-4',400,0,0"
  })
  void servesRanges(String range, int status, int from, int to) {
    byte[] bytes = Disks.raw(100_000, 3);
    String id = demo.create("raw");
    demo.upload(id, bytes);

    Answer answer = demo.get("/v2/images/" + id + "/file", Map.of("Range", range));

    assertThat(answer.status()).isEqualTo(status);
    if (status == 206) {
      assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(bytes, from, to));
      assertThat(answer.header("Content-Range"))
          .isEqualTo("bytes %d-%d/%d".formatted(from, to - 1, bytes.length));
    }
  }

  @Test
  void servesARangeTheOldWay() {
    byte[] bytes = Disks.raw(1000, 3);
    String id = demo.create("raw");
    demo.upload(id, bytes);

    Answer answer = demo.get("/v2/images/" + id + "/file", Map.of("Content-Range", "bytes 0-9/*"));

    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.header("Content-Range")).isEqualTo("bytes 0-9/1000");
    assertThat(answer.body()).isEqualTo(Arrays.copyOf(bytes, 10));
  }

  @Test
  void tellsOfTheBytesWithoutSendingThem() {
    // Given
    byte[] bytes = Disks.raw(100_000, 3);
    String id = demo.create("raw");
    demo.upload(id, bytes);
    String file = "/v2/images/" + id + "/file";
    // When
    Answer head = demo.send("HEAD", file, Map.of(), BodyPublishers.noBody());
    String etag = head.header("ETag");
    Answer known = demo.get(file, Map.of("If-None-Match", etag));
    Answer resumed = demo.get(file, Map.of("Range", "bytes=10-", "If-Range", etag));
    Answer begunAnew = demo.get(file, Map.of("Range", "bytes=10-", "If-Range", "\"other\""));
    // Then
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("Content-Length")).isEqualTo("100000");
    assertThat(head.header("Accept-Ranges")).isEqualTo("bytes");
    assertThat(etag).matches("\".+\"");
    assertThat(demo.download(id).header("ETag")).isEqualTo(etag);
    assertThat(known.status()).isEqualTo(304);
    assertThat(known.header("ETag")).isEqualTo(etag);
    assertThat(known.body()).isEmpty();
    assertThat(resumed.status()).isEqualTo(206);
    assertThat(resumed.body()).isEqualTo(Arrays.copyOfRange(bytes, 10, bytes.length));
    assertThat(begunAnew.status()).isEqualTo(200);
    assertThat(begunAnew.body()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"disk_format, qcow2", "disk_format, raw", "container_format, ovf"})
  void theFormatsOfBytesThatAreThereStay(String property, String format) {
    // Given
    String id = demo.create("raw");
    demo.upload(id, new byte[] {1});
    // When
    Answer answer =
        demo.patch(
            id,
            "[{\"op\":\"replace\",\"path\":\"/%s\",\"value\":\"%s\"}]".formatted(property, format));
    // Then
    assertThat(answer.status()).isEqualTo(403);
    assertThat(demo.show(id).get("disk_format").asText()).isEqualTo("raw");
    assertThat(demo.show(id).get("container_format").asText()).isEqualTo("bare");
  }

  @Test
  void refusesMoreThanAnImageMayHold() {
    String id = demo.create("raw");

    Answer answer =
        demo.send(
            "PUT",
            "/v2/images/" + id + "/file",
            Map.of(
                "Content-Type",
                "application/octet-stream",
                "x-openstack-image-size",
                "" + ((1L << 40) + 1)),
            BodyPublishers.ofByteArray(new byte[10]));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(demo.status(id)).isEqualTo("queued");
  }

  @Test
  void anImageWithoutDataHasNoContent() {
    assertThat(demo.download(demo.create("raw")).status()).isEqualTo(204);
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-006")
  void takesDataOnce() {
    String id = demo.create("raw");
    demo.upload(id, new byte[] {1});

    assertThat(demo.upload(id, new byte[] {2}).status()).isEqualTo(409);
    assertThat(demo.stage(id, new byte[] {2}).status()).isEqualTo(409);
    assertThat(demo.download(id).body()).containsExactly(1);
  }

  @Test
  void stagesDataOnce() {
    String id = demo.create("raw");

    assertThat(demo.stage(id, new byte[1000]).status()).isEqualTo(204);

    assertThat(demo.status(id)).isEqualTo("uploading");
    assertThat(demo.show(id).get("size").asLong()).isEqualTo(1000);
    assertThat(demo.stage(id, new byte[2000]).status()).isEqualTo(409);
    assertThat(demo.show(id).get("size").asLong()).isEqualTo(1000);
  }

  @Test
  void deletingAnImageDeletesWhatWasStaged() {
    String id = demo.create("raw");
    demo.stage(id, Disks.raw(1 << 20, 2));
    assertThat(cluster.objectsOf(id)).isNotEmpty();

    assertThat(demo.delete("/v2/images/" + id).status()).isEqualTo(204);

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(cluster.objectsOf(id)).isEmpty());
  }

  @Test
  void needsTheFormatsFirst() {
    String id = demo.post("/v2/images", "{}").json().get("id").asText();

    assertThat(demo.upload(id, new byte[] {1}).status()).isEqualTo(400);
    assertThat(demo.status(id)).isEqualTo("queued");
  }

  @Test
  void takesOctetStreamsOnly() {
    String id = demo.create("raw");

    Answer answer =
        demo.send(
            "PUT",
            "/v2/images/" + id + "/file",
            Map.of("Content-Type", "text/plain"),
            BodyPublishers.ofString("x"));

    assertThat(answer.status()).isEqualTo(415);
    assertThat(demo.status(id)).isEqualTo("queued");
  }

  @Test
  void refusesASizeThatIsNotTheAnnouncedOne() {
    String id = demo.create("raw");

    Answer answer =
        demo.send(
            "PUT",
            "/v2/images/" + id + "/file",
            Map.of("Content-Type", "application/octet-stream", "x-openstack-image-size", "5000"),
            BodyPublishers.ofByteArray(new byte[4000]));

    assertThat(answer.status()).isEqualTo(400);
    assertQueuedWithoutBytes(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw bytes", "backing file", "data file", "cut header"})
  @Tag("attack")
  @Tag("OSSA-2024-001")
  void refusesALyingOrDangerousQcow2(String kind) {
    // Given
    byte[] good = Disks.qcow2(Disks.raw(1 << 20, 9));
    byte[] bytes =
        switch (kind) {
          case "raw bytes" -> Disks.raw(1 << 20, 9);
          case "backing file" -> Disks.withBackingFile(good);
          case "data file" -> Disks.withDataFile(good);
          default -> Arrays.copyOf(good, 60);
        };
    String id = demo.create("qcow2");
    // When
    Answer answer =
        demo.send(
            "PUT",
            "/v2/images/" + id + "/file",
            Map.of("Content-Type", "application/octet-stream", "Accept", "application/json"),
            BodyPublishers.ofByteArray(bytes));
    // Then
    assertThat(answer.status()).as(answer.toString()).isEqualTo(415);
    assertThat(answer.json().get("message").asText()).isNotBlank();
    assertQueuedWithoutBytes(id);
  }

  @Test
  void aCutUploadLeavesNothing() throws Exception {
    // Given
    String id = demo.create("raw");
    // When
    sendHalf(id);
    // Then
    assertQueuedWithoutBytes(id);
    assertThat(demo.upload(id, new byte[] {7}).status()).isEqualTo(204);
  }

  private void sendHalf(String id) throws Exception {
    URI gateway = URI.create(cluster.gateway());
    try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
      OutputStream out = socket.getOutputStream();
      String head =
          "PUT /v2/images/%s/file HTTP/1.1\r\nHost: x\r\nX-Auth-Token: %s\r\nContent-Type: application/octet-stream\r\nContent-Length: 40000000\r\n\r\n"
              .formatted(id, cluster.token("demo"));
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(Disks.raw(20_000_000, 4));
      out.flush();
    }
  }

  @Test
  void deletingAnImageDeletesItsBytes() {
    String id = demo.create("raw");
    demo.upload(id, Disks.raw(1 << 20, 2));
    assertThat(cluster.objectsOf(id)).isNotEmpty();

    assertThat(demo.delete("/v2/images/" + id).status()).isEqualTo(204);

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(cluster.objectsOf(id)).isEmpty());
  }

  private void assertQueuedWithoutBytes(String id) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          assertThat(demo.status(id)).isEqualTo("queued");
          assertThat(cluster.objectsOf(id)).isEmpty();
        });
    assertThat(demo.show(id).get("size").isNull()).isTrue();
  }
}
