package io.vitrine.store.upload.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.S3ObjectStore;
import io.vitrine.objectstore.S3Server;
import io.vitrine.objectstore.Stores;
import io.vitrine.store.upload.resumable.FakeUploads;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectRoutesTest {
  private static final String IMAGE = "5b7f2c1e-5a39-4a55-9a6e-0d3c2b1a4f5e";
  private static final String UPLOADS = "/v2/images/" + IMAGE + "/direct-uploads";
  private static final int PART = 5 << 20;
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static S3Server server;
  private static S3ObjectStore store;
  private static S3ObjectStore closedStore;

  private final FakeUploads registry = new FakeUploads();
  private final TusReplica replica =
      new TusReplica(
          registry,
          new Stores(Map.<String, ObjectStore>of("primary", store, "closed", closedStore)));

  @BeforeAll
  static void start() {
    server = S3Server.start();
    store = S3ObjectStore.connect(server.directSettings(8 << 20));
    closedStore = S3ObjectStore.connect(server.settings(8 << 20));
  }

  @AfterAll
  static void stop() {
    store.close();
    closedStore.close();
    server.close();
  }

  @AfterEach
  void close() {
    replica.close();
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(replica.url() + path))
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return new ObjectMapper().readTree(answer.body());
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private String begin(int size) throws Exception {
    HttpResponse<String> begun =
        send("POST", UPLOADS, "{\"size\":%d,\"part_size\":%d}".formatted(size, PART));
    assertThat(begun.statusCode()).isEqualTo(201);
    assertThat(json(begun).get("parts").asInt()).isEqualTo(Math.ceilDiv(size, PART));
    return UPLOADS + "/" + json(begun).get("upload_id").asText();
  }

  private void put(String upload, byte[] content, int parts) throws Exception {
    JsonNode targets = json(send("GET", upload + "/parts?from=1&count=" + parts, "")).get("parts");
    assertThat(targets).hasSize(parts);
    for (JsonNode target : targets) {
      int from = (target.get("part").asInt() - 1) * PART;
      byte[] part = Arrays.copyOfRange(content, from, Math.min(from + PART, content.length));
      HttpResponse<String> put =
          CLIENT.send(
              HttpRequest.newBuilder(URI.create(target.get("url").asText()))
                  .PUT(BodyPublishers.ofByteArray(part))
                  .build(),
              BodyHandlers.ofString());
      assertThat(put.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void putsTogetherWhatTheClientSentToTheServer() throws Exception {
    // Given
    byte[] content = bytes(2 * PART + 1);
    String upload = begin(content.length);
    put(upload, content, 3);
    // When
    HttpResponse<String> complete = send("POST", upload + "/complete", "");
    // Then
    assertThat(complete.statusCode()).isEqualTo(204);
    assertThat(registry.blobs.getFirst().digests().md5())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content)));
    assertThat(send("POST", upload + "/complete", "").statusCode()).isEqualTo(204);
  }

  @Test
  void keepsAnUploadWhosePartsAreMissing() throws Exception {
    // Given
    byte[] content = bytes(PART + 1);
    String upload = begin(content.length);
    put(upload, content, 1);
    // When
    HttpResponse<String> complete = send("POST", upload + "/complete", "");
    // Then
    assertThat(complete.statusCode()).isEqualTo(409);
    put(upload, content, 2);
    assertThat(send("POST", upload + "/complete", "").statusCode()).isEqualTo(204);
  }

  @Test
  void refusesAnotherFormatAndLeavesNothing() throws Exception {
    // Given
    registry.diskFormat = "qcow2";
    byte[] content = new byte[PART];
    String upload = begin(content.length);
    put(upload, content, 1);
    // When
    HttpResponse<String> complete = send("POST", upload + "/complete", "");
    // Then
    assertThat(complete.statusCode()).isEqualTo(415);
    assertThat(store.stat(new io.vitrine.objectstore.ObjectKey("blobs/" + key(upload)))).isEmpty();
  }

  private static String key(String upload) {
    return IMAGE + "/" + upload.substring(upload.lastIndexOf('/') + 1);
  }

  @Test
  void isOnlyForStoresThatAllowIt() throws Exception {
    HttpResponse<String> answer = send("POST", UPLOADS, "{\"size\":1,\"store\":\"closed\"}");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(registry.facts).hasSize(1).first().asString().startsWith("failed: ");
  }

  @Test
  void canBeEnded() throws Exception {
    // Given
    String upload = begin(10);
    // When
    HttpResponse<String> ended = send("DELETE", upload, "");
    // Then
    assertThat(ended.statusCode()).isEqualTo(204);
    assertThat(send("GET", upload + "/parts", "").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"size\":0}",
        "{\"size\":-1}",
        "{\"size\":1e40}",
        "{\"size\":\"1\"}",
        "{\"size\":10000000,\"part_size\":1}",
        "{\"size\":99999999999999,\"part_size\":5242880}",
        "{\"size\":1,\"purpose\":\"x\"}",
        "{\"size\":1,\"store\":7}"
      })
  void refusesWhatCannotBe(String wish) throws Exception {
    assertThat(send("POST", UPLOADS, wish).statusCode()).isEqualTo(400);
    assertThat(registry.facts).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"from=0", "from=x", "count=0", "count=1001", "from=10001", "from=99999999"})
  void refusesOtherNumbersOfParts(String query) throws Exception {
    String upload = begin(10);

    assertThat(send("GET", upload + "/parts?" + query, "").statusCode()).isEqualTo(400);
  }
}
