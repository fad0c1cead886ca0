package io.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import io.smallrye.reactive.messaging.memory.InMemorySink;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vitrine.events.DownloadFact.ImageDownloaded;
import io.vitrine.events.DownloadFact.Outcome;
import io.vitrine.events.FactCodec;
import io.vitrine.handover.HandOver;
import io.vitrine.handover.Served;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(value = LiveSurroundings.class, restrictToAnnotatedClass = true)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DownloadFactsTest {
  private static final byte[] BYTES = new byte[3 << 20];
  private static final String RANGE = "bytes 1000-2000999/" + BYTES.length;

  private static Vertx vertx;
  private static PlayedService store;

  private final UUID image = UUID.randomUUID();
  private final String file = "/v2/images/" + image + "/file";

  @TestHTTPResource("/")
  URI gateway;

  @Inject @Any InMemoryConnector kafka;

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
    sink().clear();
  }

  @Test
  void tellsOfADownloadThroughTheStoreService() throws Exception {
    // Given
    store.behave(request -> serving(request).end(Buffer.buffer(BYTES)));

    // When
    HttpResponse<byte[]> answer = get("req-whole");

    // Then
    assertThat(answer.body()).hasSize(BYTES.length);
    assertThat(answer.headers().firstValue(Served.HEADER)).isEmpty();
    ImageDownloaded fact = told();
    assertThat(fact.imageId()).isEqualTo(image);
    assertThat(fact.owner()).isEqualTo("größe");
    assertThat(fact.range()).isNull();
    assertThat(fact.length()).isEqualTo(BYTES.length);
    assertThat(fact.sentBytes()).isEqualTo(BYTES.length);
    assertThat(fact.outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(fact.store()).isEqualTo("primary");
    assertThat(fact.clientAddress()).isEqualTo("127.0.0.1");
  }

  @Test
  void namesTheUserTheProjectAndTheRequest() throws Exception {
    // Given
    store.behave(request -> serving(request).end(Buffer.buffer(BYTES)));

    // When
    get("req-named");

    // Then
    told();
    OutgoingCloudEventMetadata<?> envelope =
        sink().received().getFirst().getMetadata(OutgoingCloudEventMetadata.class).orElseThrow();
    assertThat(envelope.getSubject()).contains(image.toString());
    assertThat(envelope.getExtensions())
        .containsAllEntriesOf(
            Map.of("requestid", "req-named", "userid", "user-1", "projectid", "demo"));
  }

  @Test
  void tellsWhichCopyARangeThatWasHandedOverCameFrom() throws Exception {
    // Given
    HttpServer lost = listen(request -> request.response().setStatusCode(404).end());
    HttpServer sound =
        listen(request ->
            request
                .response()
                .setStatusCode(206)
                .end(Buffer.buffer().appendBytes(BYTES, 1000, 2_000_000)));
    store.behave(request -> handOver(request, url(lost), url(sound)));

    // When
    HttpResponse<byte[]> answer = get("req-range");

    // Then
    assertThat(answer.statusCode()).isEqualTo(206);
    ImageDownloaded fact = told();
    assertThat(fact.range()).isEqualTo(RANGE);
    assertThat(fact.length()).isEqualTo(2_000_000);
    assertThat(fact.sentBytes()).isEqualTo(2_000_000);
    assertThat(fact.outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(fact.store()).isEqualTo("cold");
  }

  @Test
  void tellsThatAClientHasGone() throws Exception {
    // Given
    store.behave(request -> serving(request).write(Buffer.buffer(new byte[1000])));

    // When
    try (RawClient client = new RawClient(gateway.getPort())) {
      client
          .send(
              "GET %s HTTP/1.1\r\nHost: h\r\nX-Auth-Token: %s\r\n\r\n"
                  .formatted(file, Tokens.valid()))
          .readHead();
      client.in().readNBytes(1000);
    }

    // Then
    ImageDownloaded fact = told();
    assertThat(fact.outcome()).isEqualTo(Outcome.CLIENT_GONE);
    assertThat(fact.length()).isEqualTo(BYTES.length);
    assertThat(fact.sentBytes()).isEqualTo(1000);
  }

  @Test
  void tellsThatAStoreHasFailed() throws Exception {
    // Given
    store.behave(request ->
        serving(request)
            .write(Buffer.buffer(new byte[1000]))
            .onComplete(written -> request.connection().close()));

    // When
    try (RawClient client = new RawClient(gateway.getPort())) {
      client
          .send(
              "GET %s HTTP/1.1\r\nHost: h\r\nX-Auth-Token: %s\r\n\r\n"
                  .formatted(file, Tokens.valid()))
          .readToEnd();
    }

    // Then
    assertThat(told().outcome()).isEqualTo(Outcome.STORE_FAILED);
  }

  @ParameterizedTest
  @CsvSource({"GET, 204", "GET, 304", "GET, 503", "HEAD, 200"})
  void saysNothingOfAnAnswerWithoutData(String method, int status) throws Exception {
    // Given
    store.behave(request -> {
      if (status == 503) {
        handOver(request, URI.create("http://127.0.0.1:1/nobody"));
      } else {
        request.response().setStatusCode(status).end();
      }
    });
    HttpRequest request = request("req-none").method(method, BodyPublishers.noBody()).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(status);
    }

    // When: what comes next is told, so all before it has been.
    store.behave(other -> serving(other).end(Buffer.buffer(BYTES)));
    get("req-next");

    // Then
    told();
    assertThat(sink().received()).hasSize(1);
  }

  private HttpServerResponse serving(HttpServerRequest request) {
    return request
        .response()
        .putHeader("Content-Length", Integer.toString(BYTES.length))
        .putHeader(Served.HEADER, new Served(image, "größe", List.of("primary")).toJson());
  }

  private void handOver(HttpServerRequest request, URI... sources) {
    HandOver order =
        new HandOver(206, Map.of("Content-Range", RANGE), 1000, 2_000_000, List.of(sources), 60, 1);
    request
        .response()
        .putHeader("Content-Type", HandOver.MEDIA_TYPE)
        .putHeader(Served.HEADER, new Served(image, "demo", List.of("primary", "cold")).toJson())
        .end(order.toJson());
  }

  private static HttpServer listen(Handler<HttpServerRequest> behaviour) {
    return vertx
        .createHttpServer()
        .requestHandler(behaviour)
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private static URI url(HttpServer server) {
    return URI.create("http://127.0.0.1:%d/bucket/key".formatted(server.actualPort()));
  }

  private HttpRequest.Builder request(String requestId) {
    return HttpRequest.newBuilder(gateway.resolve(file))
        .header("X-Auth-Token", Tokens.valid())
        .header("X-Openstack-Request-Id", requestId);
  }

  private HttpResponse<byte[]> get(String requestId) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request(requestId).GET().build(), BodyHandlers.ofByteArray());
    }
  }

  private InMemorySink<byte[]> sink() {
    return kafka.sink("downloads");
  }

  private ImageDownloaded told() {
    await().until(() -> !sink().received().isEmpty());
    Message<byte[]> message = sink().received().getFirst();
    return (ImageDownloaded)
        FactCodec.decode("io.vitrine.image.downloaded.v1", message.getPayload()).orElseThrow();
  }
}
