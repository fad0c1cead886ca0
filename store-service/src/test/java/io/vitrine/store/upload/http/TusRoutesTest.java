package io.vitrine.store.upload.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tus.java.client.TusClient;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;
import io.vitrine.identity.Caller;
import io.vitrine.objectstore.Author;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.PartedUpload;
import io.vitrine.objectstore.S3ObjectStore;
import io.vitrine.objectstore.S3Server;
import io.vitrine.objectstore.Stores;
import io.vitrine.store.Requester;
import io.vitrine.store.upload.Purpose;
import io.vitrine.store.upload.StoredBlob;
import io.vitrine.store.upload.resumable.FakeUploads;
import io.vitrine.store.upload.resumable.ResumableGrant;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** tus 1.0.0 as clients meet it, on a real S3 server, with two replicas. */
class TusRoutesTest {
  private static final String IMAGE = "8b7f2c1e-5a39-4a55-9a6e-0d3c2b1a4f5e";
  private static final String UPLOADS = "/v2/images/" + IMAGE + "/uploads";
  private static final int PART = 8 << 20;
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static S3Server server;
  private static S3ObjectStore store;

  private final FakeUploads registry = new FakeUploads();
  private final Stores stores = new Stores(Map.<String, ObjectStore>of("primary", store));
  private final TusReplica one = new TusReplica(registry, stores);
  private final TusReplica other = new TusReplica(registry, stores);

  @BeforeAll
  static void start() {
    server = S3Server.start();
    store = S3ObjectStore.connect(server.settings(PART));
  }

  @AfterAll
  static void stop() {
    store.close();
    server.close();
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static HttpResponse<String> send(
      TusReplica replica, String method, String path, BodyPublisher body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(replica.url() + path)).method(method, body);
    request.header("Tus-Resumable", "1.0.0");
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private String create(int length) throws Exception {
    HttpResponse<String> created =
        send(one, "POST", UPLOADS, BodyPublishers.noBody(), "Upload-Length", "" + length);
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(header(created, "Upload-Expires")).endsWith(" GMT");
    return header(created, "Location");
  }

  private static HttpResponse<String> patch(
      TusReplica replica, String upload, byte[] content, int from, int to) throws Exception {
    return send(
        replica,
        "PATCH",
        upload,
        BodyPublishers.ofByteArray(content, from, to - from),
        "Upload-Offset",
        "" + from,
        "Content-Type",
        "application/offset+octet-stream");
  }

  private static long offset(TusReplica replica, String upload) throws Exception {
    HttpResponse<String> head = send(replica, "HEAD", upload, BodyPublishers.noBody());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "Cache-Control")).isEqualTo("no-store");
    return Long.parseLong(header(head, "Upload-Offset"));
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private void assertStored(byte[] content) throws Exception {
    byte[] stored = new byte[content.length];
    store.read(registry.grant().key(), 0, stored, 0, stored.length);
    assertThat(Arrays.equals(stored, content)).isTrue();
    assertThat(registry.blobs).hasSize(1);
    StoredBlob blob = registry.blobs.getFirst();
    assertThat(blob.size()).isEqualTo(content.length);
    assertThat(blob.digests().md5()).isEqualTo(hex("MD5", content));
    assertThat(blob.digests().sha512()).isEqualTo(hex("SHA-512", content));
    assertThat(leftovers()).hasSize(1);
  }

  private List<String> leftovers() {
    return server.files().stream().filter(file -> file.contains(IMAGE)).toList();
  }

  private static String hex(String algorithm, byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
  }

  @AfterEach
  void clean() {
    leftovers();
    try {
      store.release(registry.grant().key());
    } catch (java.util.NoSuchElementException e) {
      // Nothing was granted, or it has ended.
    }
  }

  @Test
  void aForeignClientUploadsInPiecesOfItsOwn() throws Exception {
    // Given
    byte[] content = bytes(2 * PART + 12_345);
    TusUpload upload = new TusUpload();
    upload.setInputStream(new ByteArrayInputStream(content));
    upload.setSize(content.length);
    upload.setMetadata(Map.of("filename", "disk.raw"));
    TusClient client = new TusClient();
    client.setUploadCreationURL(URI.create(one.url() + UPLOADS).toURL());
    // When
    TusUploader uploader = client.createUpload(upload);
    uploader.setChunkSize(1 << 20);
    uploader.setRequestPayloadSize(5_000_000);
    while (uploader.uploadChunk() >= 0) {
      // Each is a piece.
    }
    uploader.finish();
    // Then
    assertStored(content);
  }

  @Test
  void anotherReplicaGoesOn() throws Exception {
    // Given
    byte[] content = bytes(2 * PART + 1);
    String upload = create(content.length);
    patch(one, upload, content, 0, PART + 1000);
    // When
    long offset = offset(other, upload);
    HttpResponse<String> rest = patch(other, upload, content, PART + 1000, content.length);
    // Then
    assertThat(offset).isEqualTo(PART + 1000);
    assertThat(rest.statusCode()).isEqualTo(204);
    assertThat(header(rest, "Upload-Offset")).isEqualTo("" + content.length);
    assertStored(content);
    assertThat(offset(one, upload)).isEqualTo(content.length);
  }

  @Test
  void whatCameBeforeTheClientWasGoneIsKept() throws Exception {
    // Given
    byte[] content = bytes(PART + 5_000_000);
    String upload = create(content.length);
    try (Socket client = halfAPatch(upload, content, PART + 2_000_000)) {
      client.shutdownOutput();
    }
    // When
    // At the beginning and at the end: another request would make this one give way before.
    await().until(() -> Collections.frequency(registry.facts, "progressed") == 2);
    long offset = offset(one, upload);
    patch(one, upload, content, (int) offset, content.length);
    // Then
    assertThat(offset).isEqualTo(PART + 2_000_000);
    assertStored(content);
  }

  private Socket halfAPatch(String upload, byte[] content, int sent) throws Exception {
    Socket client = new Socket("127.0.0.1", one.port());
    OutputStream out = client.getOutputStream();
    String head =
        """
        PATCH %s HTTP/1.1
        Host: x
        Tus-Resumable: 1.0.0
        Upload-Offset: 0
        Content-Type: application/offset+octet-stream
        Content-Length: %d

        """
            .formatted(upload, content.length);
    out.write(head.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(content, 0, sent);
    out.flush();
    return client;
  }

  @Test
  void theNewestRequestTakesOver() throws Exception {
    // Given
    byte[] content = bytes(PART + 5_000_000);
    String upload = create(content.length);
    try (Socket hanging = halfAPatch(upload, content, PART + 2_000_000)) {
      await().until(() -> leftovers().size() > 1);
      // When
      long offset = offset(one, upload);
      patch(one, upload, content, (int) offset, content.length);
      // Then
      assertThat(hanging.getInputStream().read()).isEqualTo(-1);
      assertStored(content);
    }
  }

  @Test
  void whatIsCompleteIsFinishedByWhoeverAsks() throws Exception {
    // Given
    byte[] content = bytes(PART + 1);
    ResumableGrant granted =
        registry.grantResumable(
            new Requester("t", null, new Caller("user-1", "demo", Set.of()), "r"),
            IMAGE,
            Purpose.UPLOAD,
            content.length,
            Optional.empty());
    PartedUpload parts = new PartedUpload(store, granted.grant().key(), content.length);
    try (PartedUpload.Writer writer = parts.goOn(parts.begin(), Author.anybody())) {
      writer.write(content, 0, content.length);
    }
    // When
    long offset = offset(one, UPLOADS + "/" + granted.grant().uploadId());
    // Then
    assertThat(offset).isEqualTo(content.length);
    await().untilAsserted(() -> assertThat(registry.blobs).hasSize(1));
    assertStored(content);
  }

  @Test
  void theCreationMayBringBytes() throws Exception {
    // Given
    byte[] content = bytes(1000);
    // When
    HttpResponse<String> created =
        send(
            one,
            "POST",
            UPLOADS,
            BodyPublishers.ofByteArray(content),
            "Upload-Length",
            "1000",
            "Content-Type",
            "application/offset+octet-stream");
    // Then
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(header(created, "Upload-Offset")).isEqualTo("1000");
    assertStored(content);
  }

  @Test
  void whoeverAsksAgainGetsTheSameUploadWhileNothingOfItIsThere() throws Exception {
    // Given
    byte[] content = bytes(1000);
    String upload = create(content.length);
    // When
    String again = create(content.length);
    patch(other, again, content, 0, content.length);
    // Then
    assertThat(again).isEqualTo(upload);
    assertStored(content);
  }

  @Test
  void whoeverAsksAgainIsToldOfAnUploadThatHasBytes() throws Exception {
    // Given
    byte[] content = bytes(1000);
    String upload = create(content.length);
    patch(one, upload, content, 0, 10);
    // When
    HttpResponse<String> again =
        send(other, "POST", UPLOADS, BodyPublishers.noBody(), "Upload-Length", "1000");
    // Then
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.body()).contains(upload).contains("10 of 1000").contains("DELETE");
    assertThat(offset(one, upload)).isEqualTo(10);
  }

  @Test
  void anEndThatTheRegistryDoesNotConfirmIsAnErrorAndCanBeTriedAgain() throws Exception {
    // Given
    String upload = create(1000);
    registry.silent = true;
    // When
    HttpResponse<String> ended = send(one, "DELETE", upload, BodyPublishers.noBody());
    // Then
    assertThat(ended.statusCode()).isEqualTo(503);
    registry.silent = false;
    assertThat(send(one, "DELETE", upload, BodyPublishers.noBody()).statusCode()).isEqualTo(204);
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void anEmptyImageIsCompleteAtOnce() throws Exception {
    // When
    String upload =
        header(
            send(one, "POST", UPLOADS, BodyPublishers.noBody(), "Upload-Length", "0"), "Location");
    // Then
    assertThat(offset(one, upload)).isZero();
    assertStored(new byte[0]);
  }

  @Test
  void anEndedUploadLeavesNothing() throws Exception {
    // Given
    byte[] content = bytes(PART + 1);
    String upload = create(content.length);
    patch(one, upload, content, 0, PART);
    // When
    HttpResponse<String> ended =
        send(one, "POST", upload, BodyPublishers.noBody(), "X-HTTP-Method-Override", "DELETE");
    // Then
    assertThat(ended.statusCode()).isEqualTo(204);
    assertThat(leftovers()).isEmpty();
    assertThat(registry.facts).last().isEqualTo("failed: The client ended the upload.");
    assertThat(send(one, "HEAD", upload, BodyPublishers.noBody()).statusCode()).isEqualTo(404);
  }

  @Test
  void anotherFormatThanDeclaredIsRefusedEarlyAndLeavesNothing() throws Exception {
    // Given
    registry.diskFormat = "qcow2";
    byte[] content = new byte[PART];
    String upload = create(content.length);
    // When
    HttpResponse<String> answer = patch(one, upload, content, 0, 3_000_000);
    // Then
    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(header(answer, "Tus-Resumable")).isEqualTo("1.0.0");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void aFormatThatNobodyHereHasSeenIsReadBackAndRefused() throws Exception {
    // Given
    registry.diskFormat = "qcow2";
    byte[] content = new byte[1000];
    String upload = create(content.length);
    patch(one, upload, content, 0, 500);
    // When
    HttpResponse<String> answer = patch(other, upload, content, 500, 1000);
    // Then
    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void anotherOffsetIsAConflictAndChangesNothing() throws Exception {
    // Given
    byte[] content = bytes(1000);
    String upload = create(content.length);
    patch(one, upload, content, 0, 10);
    // When
    HttpResponse<String> answer = patch(one, upload, content, 11, 1000);
    // Then
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(offset(one, upload)).isEqualTo(10);
  }

  @Test
  void moreThanAnnouncedIsTooLarge() throws Exception {
    // Given
    byte[] content = bytes(1000);
    String upload = create(999);
    // When
    HttpResponse<String> answer = patch(one, upload, content, 0, 1000);
    // Then
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(offset(one, upload)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "Tus-Resumable,     0.2.2,                     412",
    "Content-Type,      application/octet-stream,  415",
    "Upload-Offset,     -1,                        400",
    "Upload-Offset,     x,                         400",
    "Upload-Offset,     99999999999999999999,      400"
  })
  void refusesWrongHeaders(String name, String value, int status) throws Exception {
    // Given
    String upload = create(10);
    // When
    HttpResponse<String> answer =
        send(
            one,
            "PATCH",
            upload,
            BodyPublishers.ofByteArray(new byte[10]),
            "Upload-Offset",
            "0",
            "Content-Type",
            "application/offset+octet-stream",
            name,
            value);
    // Then
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(header(answer, "Tus-Resumable")).isEqualTo("1.0.0");
    assertThat(header(answer, "Tus-Version")).isEqualTo(status == 412 ? "1.0.0" : "");
  }

  @ParameterizedTest
  @CsvSource({
    "Upload-Length,       x",
    "Upload-Length,       -1",
    "Upload-Defer-Length, 1",
    "Upload-Metadata,     purpose",
    "Upload-Metadata,     purpose !!!",
    "Upload-Metadata,     'a YQ==,a YQ=='",
  })
  void refusesToCreateFromWrongHeaders(String name, String value) throws Exception {
    HttpResponse<String> answer =
        send(one, "POST", UPLOADS, BodyPublishers.noBody(), "Upload-Length", "10", name, value);

    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @Test
  void knowsNoOtherUploads() throws Exception {
    for (String id : List.of("x", "8b7f2c1e-5a39-4a55-9a6e-0d3c2b1a4f5e")) {
      HttpResponse<String> head = send(one, "HEAD", UPLOADS + "/" + id, BodyPublishers.noBody());
      assertThat(head.statusCode()).isEqualTo(404);
      assertThat(header(head, "Upload-Offset")).isEmpty();
    }
  }

  @Test
  void stagesWhatIsMeantForAnImport() throws Exception {
    // When
    send(
        one,
        "POST",
        UPLOADS,
        BodyPublishers.noBody(),
        "Upload-Length",
        "10",
        "Upload-Metadata",
        "purpose c3RhZ2U=,filename eA==");
    // Then
    assertThat(registry.grant().purpose()).isEqualTo(Purpose.STAGE);
  }

  @Test
  void saysWhatItSpeaks() throws Exception {
    HttpResponse<String> answer = send(one, "OPTIONS", UPLOADS, BodyPublishers.noBody());

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(header(answer, "Tus-Version")).isEqualTo("1.0.0");
    assertThat(header(answer, "Tus-Extension").split(","))
        .contains("creation", "creation-with-upload", "expiration", "termination");
  }
}
