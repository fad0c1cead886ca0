package io.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs with a heap smaller than the bodies that pass through. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StreamingTest {
  private static final long MIB = 1 << 20;
  private static final long LARGE = 400 * MIB;
  private static final String FILE = "/v2/images/1/file";
  private static final String OTHER_FILE = "/v2/images/2/file";

  private static Vertx vertx;
  private static PlayedService store;

  @TestHTTPResource("/")
  URI gateway;

  @BeforeAll
  static void startStore() {
    vertx = Vertx.vertx();
    store = new PlayedService(vertx, "store");
  }

  @AfterAll
  static void stopStore() {
    store.close();
    vertx.close();
  }

  @BeforeEach
  void forget() {
    store.forget();
  }

  @Test
  void heapIsSmallerThanTheLargeBody() {
    assertThat(Runtime.getRuntime().maxMemory()).isLessThan(LARGE);
  }

  @Test
  void streamsALargeUpload() throws Exception {
    // Given
    AtomicLong received = new AtomicLong();
    store.behave(request -> {
      request.handler(chunk -> received.addAndGet(chunk.length()));
      request.endHandler(end -> request.response().setStatusCode(204).end());
    });
    // When
    HttpResponse<String> answer =
        client()
            .send(
                put(FILE).PUT(BodyPublishers.ofInputStream(() -> new Pattern(LARGE))).build(),
                BodyHandlers.ofString());
    // Then
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(received).hasValue(LARGE);
  }

  @Test
  void waitsForASlowClient() throws Exception {
    // Given
    AtomicLong written = new AtomicLong();
    store.behave(request -> produce(request, written));
    HttpResponse<InputStream> answer =
        client().send(put(FILE).GET().build(), BodyHandlers.ofInputStream());
    // When the client does not read
    AtomicLong before = new AtomicLong(-1);
    await()
        .pollInterval(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(30))
        .until(() -> before.getAndSet(written.get()) == written.get());
    long heldBack = LARGE - written.get();
    // Then the store is held back, and nothing is lost
    assertThat(heldBack).isGreaterThan(LARGE / 2);
    assertThat(Pattern.check(answer.body())).isEqualTo(LARGE);
  }

  @Test
  void deliversAnEarlyRefusalToAClientThatReadsLast() throws Exception {
    // Given a store that answers without reading
    store.behave(request -> {
      request.pause();
      request.response().setStatusCode(403).end("no");
    });
    // When the client sends all it has before it looks
    try (RawClient client = new RawClient(gateway.getPort())) {
      client.send(head("PUT", FILE, "Content-Length: " + 64 * MIB));
      byte[] chunk = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        client.send(chunk);
      }
      String answer = client.readHead();
      // Then
      assertThat(answer).startsWith("HTTP/1.1 403 ");
    }
  }

  @Test
  void deliversAnEarlyRefusalWhileTheClientStillSends() throws Exception {
    // Given
    store.behave(request -> request.pause().response().setStatusCode(413).end("too much"));
    // When
    try (RawClient client = new RawClient(gateway.getPort())) {
      client.send(head("PUT", FILE, "Transfer-Encoding: chunked")).send("5\r\nhello\r\n");
      // Then
      assertThat(client.readHead()).startsWith("HTTP/1.1 413 ");
    }
  }

  @Test
  void refusesAnUploadBeforeItIsSent() throws Exception {
    // Given
    store.behave(request -> request.response().setStatusCode(409).end("busy"));
    // When
    try (RawClient client = new RawClient(gateway.getPort())) {
      client.send(head("PUT", FILE, "Content-Length: 5", "Expect: 100-continue"));
      String answer = client.readToEnd();
      // Then
      assertThat(answer).startsWith("HTTP/1.1 409 ").doesNotContain("100 Continue");
    }
  }

  @Test
  void turnsAwayAnUploadWithoutATokenBeforeItIsSent() throws Exception {
    try (RawClient client = new RawClient(gateway.getPort())) {
      client.send(
          "PUT %s HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"
              .formatted(FILE));
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 401 ").doesNotContain("100 Continue");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tellsAWaitingClientToGoOn(boolean storeSaysSo) throws Exception {
    // Given
    store.behave(request -> {
      if (storeSaysSo) {
        request.response().writeContinue();
      }
      request.body().onSuccess(body -> request.response().end(body));
    });
    // When
    try (RawClient client = new RawClient(gateway.getPort())) {
      client.send(
          head("PUT", FILE, "Content-Length: 5", "Expect: 100-continue", "Connection: close"));
      String first = client.readHead();
      String second = client.send("hello").readToEnd();
      // Then
      assertThat(first).startsWith("HTTP/1.1 100 ");
      assertThat(second).startsWith("HTTP/1.1 200 ").endsWith("hello");
    }
  }

  @Test
  void saysThatADeadServiceIsUnavailable() throws Exception {
    // When no metadefs service runs
    HttpResponse<String> answer =
        client()
            .send(
                put("/v2/metadefs/namespaces").GET().header("Accept", "application/json").build(),
                BodyHandlers.ofString());
    // Then
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(answer.body()).contains("cannot be reached", "503 Service Unavailable");
  }

  @Test
  void saysThatAServiceBrokeOffBeforeItAnswered() throws Exception {
    // Given
    store.behave(request -> request.connection().close());
    // When
    HttpResponse<String> answer = client().send(put(FILE).GET().build(), BodyHandlers.ofString());
    // Then
    assertThat(answer.statusCode()).isEqualTo(503);
  }

  @Test
  void asksAgainWhereAConnectionWasClosedUnderAReader() throws Exception {
    // Given
    AtomicInteger asked = new AtomicInteger();
    store.behave(request -> {
      if (asked.incrementAndGet() == 1) {
        request.connection().close();
      } else {
        request.response().end("again");
      }
    });
    // When
    HttpResponse<String> answer = client().send(put(FILE).GET().build(), BodyHandlers.ofString());
    // Then
    assertThat(answer.body()).isEqualTo("again");
    // But who changes something does so once
    asked.set(0);
    assertThat(
            client()
                .send(put(FILE).PUT(BodyPublishers.noBody()).build(), BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(503);
    assertThat(asked).hasValue(1);
  }

  @Test
  void doesNotWaitForADownloadAsLongAsForAnUpload() throws Exception {
    // Given
    store.behave(request -> {});
    // When
    HttpResponse<String> answer = client().send(put(FILE).GET().build(), BodyHandlers.ofString());
    // Then
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("did not answer in time");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void neverPassesHalfAnAnswerForAWholeOne(boolean lengthKnown) {
    // Given
    store.behave(request -> {
      HttpServerResponse response = request.response();
      if (lengthKnown) {
        response.putHeader("Content-Length", "1000000");
      } else {
        response.setChunked(true);
      }
      response
          .write(Buffer.buffer(new byte[70_000]))
          .onComplete(written -> request.connection().close());
    });
    // Then
    assertThatThrownBy(() -> client().send(put(FILE).GET().build(), BodyHandlers.ofByteArray()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void cancelsTheUploadOfAClientThatLeaves() throws Exception {
    // Given
    CompletableFuture<Throwable> broken = new CompletableFuture<>();
    CompletableFuture<Void> begun = new CompletableFuture<>();
    store.behave(request -> {
      request.exceptionHandler(broken::complete);
      request.handler(chunk -> begun.complete(null));
    });
    // When
    try (RawClient client = new RawClient(gateway.getPort())) {
      client.send(head("PUT", FILE, "Content-Length: 1000")).send("hello");
      begun.get(10, TimeUnit.SECONDS);
    }
    // Then
    assertThat(broken.get(10, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void cancelsTheDownloadOfAClientThatLeaves() throws Exception {
    // Given
    CompletableFuture<Void> cancelled = new CompletableFuture<>();
    store.behave(request -> {
      request.response().closeHandler(v -> cancelled.complete(null));
      produce(request, new AtomicLong());
    });
    // When
    try (RawClient client = new RawClient(gateway.getPort())) {
      client.send(head("GET", FILE)).readHead();
    }
    // Then
    cancelled.get(10, TimeUnit.SECONDS);
  }

  /**
   * The connection to the service knows the end of an answer, and serves the next request, while
   * the client still has to take it. Which sizes bring that about depends on the system's buffers.
   */
  @Test
  void breaksOffNobodyElsesRequestWhenAClientLeavesTheEndOfItsAnswer() throws Exception {
    Map<String, HttpServerRequest> asked = new ConcurrentHashMap<>();
    int shared = 0;
    for (int size = 1 << 16; size < 8 * MIB; size += 1 << 16) {
      // Given a client that reads no more than the head of its answer
      Buffer body = Buffer.buffer(new byte[size]);
      store.behave(request -> {
        asked.put(request.path(), request);
        if (request.path().equals(FILE)) {
          request.response().end(body);
        }
      });
      CompletableFuture<HttpResponse<String>> other;
      try (RawClient leaver = RawClient.withSmallBuffer(gateway.getPort())) {
        leaver.send(head("GET", FILE)).readHead();
        // And another whose request comes by the same connection
        asked.remove(OTHER_FILE);
        other = client().sendAsync(put(OTHER_FILE).GET().build(), BodyHandlers.ofString());
        await().pollInterval(Duration.ofMillis(5)).until(() -> asked.containsKey(OTHER_FILE));
        shared += asked.get(FILE).connection() == asked.get(OTHER_FILE).connection() ? 1 : 0;
      }
      // When the first one has left
      TimeUnit.MILLISECONDS.sleep(20);
      asked.get(OTHER_FILE).response().end("{}");
      // Then
      assertThat(other.get(10, TimeUnit.SECONDS).statusCode()).as("%d bytes", size).isEqualTo(200);
    }
    assertThat(shared).isPositive();
  }

  @Test
  void sendsNoBodyWhereTheClientSentNone() throws Exception {
    // Given
    store.behave(request ->
        request
            .response()
            .end(
                request.getHeader("Transfer-Encoding")
                    + " "
                    + request.getHeader("Content-Length")));
    // When
    HttpResponse<String> answer = client().send(put(FILE).GET().build(), BodyHandlers.ofString());
    // Then
    assertThat(answer.body()).isEqualTo("null null");
  }

  /** The body of such a request would come in past all flow control. */
  @Test
  void doesNotUpgradeClearTextToHttp2() throws Exception {
    try (RawClient client = new RawClient(gateway.getPort())) {
      client.send(
          head(
              "PUT",
              FILE,
              "Connection: Upgrade, HTTP2-Settings",
              "Upgrade: h2c",
              "HTTP2-Settings: AAMAAABkAAQAAP__",
              "Content-Length: 5"));
      assertThat(client.send("hello").readHead()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void keepsTheLengthInTheAnswerToHead() throws Exception {
    // Given
    store.behave(request -> request.response().putHeader("Content-Length", "12345").end());
    // When
    HttpResponse<Void> answer =
        client()
            .send(
                put(FILE).method("HEAD", BodyPublishers.noBody()).build(),
                BodyHandlers.discarding());
    // Then
    assertThat(answer.headers().firstValue("Content-Length")).hasValue("12345");
  }

  @Test
  void keepsTheConnectionAfterAnAnswerWithoutABody() throws Exception {
    // Given
    store.behave(request -> request.response().setStatusCode(204).end());
    // When
    try (RawClient client = new RawClient(gateway.getPort())) {
      String first = client.send(head("GET", FILE)).readHead();
      String second = client.send(head("GET", FILE)).readHead();
      // Then
      assertThat(first).startsWith("HTTP/1.1 204 ").doesNotContainIgnoringCase("chunked");
      assertThat(second).startsWith("HTTP/1.1 204 ");
    }
  }

  private static void produce(HttpServerRequest request, AtomicLong written) {
    HttpServerResponse response = request.response().setChunked(true);
    pump(response, written);
  }

  private static void pump(HttpServerResponse response, AtomicLong written) {
    while (!response.writeQueueFull()) {
      long at = written.get();
      if (at == LARGE) {
        response.end();
        return;
      }
      response.write(Buffer.buffer(Pattern.bytes(at, (int) Math.min(65_536, LARGE - at))));
      written.set(Math.min(LARGE, at + 65_536));
    }
    response.drainHandler(drained -> pump(response, written));
  }

  private static String head(String method, String path, String... headers) {
    return "%s %s HTTP/1.1\r\nHost: h\r\nX-Auth-Token: %s\r\n"
            .formatted(method, path, Tokens.valid())
        + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n")
        + "\r\n";
  }

  private HttpRequest.Builder put(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + gateway.getAuthority() + path))
        .header("X-Auth-Token", Tokens.valid());
  }

  private static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  /** Bytes that say where they stand. */
  private static final class Pattern extends InputStream {
    private final long size;
    private long at;

    Pattern(long size) {
      this.size = size;
    }

    @Override
    public int read() {
      return at == size ? -1 : valueAt(at++) & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (at == size) {
        return -1;
      }
      int n = (int) Math.min(length, size - at);
      System.arraycopy(bytes(at, n), 0, target, offset, n);
      at += n;
      return n;
    }

    static byte[] bytes(long from, int length) {
      byte[] bytes = new byte[length];
      for (int i = 0; i < length; i++) {
        bytes[i] = valueAt(from + i);
      }
      return bytes;
    }

    /** Reads all and returns how many bytes there were, each in its place. */
    static long check(InputStream in) throws IOException {
      byte[] buffer = new byte[65_536];
      long at = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        for (int i = 0; i < n; i++, at++) {
          if (buffer[i] != valueAt(at)) {
            throw new AssertionError("Wrong byte at " + at);
          }
        }
      }
      return at;
    }

    private static byte valueAt(long position) {
      return (byte) (position * 31 + (position >>> 13));
    }
  }
}
