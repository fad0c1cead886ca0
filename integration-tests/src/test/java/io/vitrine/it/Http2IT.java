package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway with TLS, which is what HTTP/2 comes with; images are larger than its heap. */
class Http2IT {
  private static final TestCluster CLUSTER = TestCluster.get();
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final byte[] IMAGE = Disks.raw(48 << 20, 61);

  @TempDir private static Path files;
  private static AnotherGateway gateway;
  private static String url;
  private static HttpClient client;

  private final String token = CLUSTER.token("demo");
  private final ImageApi demo = CLUSTER.as("demo");

  @BeforeAll
  static void start() throws Exception {
    Path keys = files.resolve("keys.p12");
    makeKey(keys);
    int port = AnotherService.freePort();
    url = "https://127.0.0.1:" + port;
    gateway =
        AnotherGateway.start(
            CLUSTER,
            "gateway-with-tls",
            Map.of(
                "QUARKUS_HTTP_HTTP2",
                "true",
                "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING",
                "true",
                "QUARKUS_HTTP_SSL_PORT",
                "" + port,
                "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_FILE",
                keys.toString(),
                "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_PASSWORD",
                new String(PASSWORD)));
    // It is ready as soon as its other port is.
    await().until(() -> isListening(port));
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_2)
            .sslContext(trusting(keys))
            .build();
  }

  @AfterAll
  static void stop() {
    client.close();
    gateway.close();
  }

  private static boolean isListening(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static void makeKey(Path file) throws IOException, InterruptedException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "gateway",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
  }

  private static SSLContext trusting(Path file) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void imagesComeAndGoOverOneConnection() throws Exception {
    // Given
    String id = demo.create("raw");

    // When
    HttpResponse<byte[]> stored = client.send(upload(id), BodyHandlers.ofByteArray());
    HttpResponse<byte[]> read = client.send(request(id).GET().build(), BodyHandlers.ofByteArray());

    // Then
    assertThat(stored.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(stored.statusCode()).isEqualTo(204);
    assertThat(read.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(read.body()).isEqualTo(IMAGE);
  }

  @Test
  void bytesStayInsideTlsWhateverAProxySays() throws Exception {
    // Given
    String id = demo.create("raw");
    client.send(upload(id), BodyHandlers.discarding());

    // When
    HttpResponse<byte[]> read =
        client.send(
            request(id)
                .version(HttpClient.Version.HTTP_1_1)
                .header("X-Forwarded-Proto", "http")
                .GET()
                .build(),
            BodyHandlers.ofByteArray());

    // Then
    assertThat(read.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    assertThat(read.body()).isEqualTo(IMAGE);
  }

  @Test
  void manyUploadsShareAConnection() throws Exception {
    // When: twice the heap, in streams of one connection.
    var uploads =
        IntStream.range(0, 5)
            .mapToObj(number -> demo.create("raw"))
            .map(id -> client.sendAsync(upload(id), BodyHandlers.ofByteArray()))
            .toList();

    // Then
    for (CompletableFuture<HttpResponse<byte[]>> upload : uploads) {
      assertThat(upload.get(120, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
    }
  }

  private HttpRequest upload(String id) {
    return request(id)
        .header("Content-Type", "application/octet-stream")
        .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(IMAGE)))
        .build();
  }

  private HttpRequest.Builder request(String id) {
    return HttpRequest.newBuilder(URI.create(url + "/v2/images/" + id + "/file"))
        .header("X-Auth-Token", token);
  }
}
