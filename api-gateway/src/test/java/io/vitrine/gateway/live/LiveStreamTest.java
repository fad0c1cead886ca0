package io.vitrine.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vitrine.gateway.exchange.Reply;
import io.vitrine.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LiveStreamTest {
  private static final Reply NO_TASKS =
      new Reply(200, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer("{\"tasks\": []}"));

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Promise<Reply> registry = Promise.promise();
  private final AtomicReference<LiveStream> stream = new AtomicReference<>();
  private HttpServer gateway;

  @BeforeEach
  void openTheGateway() throws Exception {
    gateway =
        vertx
            .createHttpServer()
            .requestHandler(this::begin)
            .listen(0)
            .toCompletionStage()
            .toCompletableFuture()
            .get();
  }

  @AfterEach
  void closeAll() throws Exception {
    http.close();
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  private void begin(HttpServerRequest request) {
    LiveStream begun =
        new LiveStream(
            vertx,
            new PlayedSettings(Duration.ofMinutes(10), 1 << 20),
            new ImageTasks(Played.IMAGE, new LiveFacts()),
            new EventStream(request),
            Instant.now().plusSeconds(3600),
            () -> Future.failedFuture("away"));
    begun.begin(
        registry::future,
        reply -> request.response().setStatusCode(reply.status()).end(),
        problem -> refuse(request, problem));
    stream.set(begun);
  }

  private static void refuse(HttpServerRequest request, Problem problem) {
    request.response().setStatusCode(503).end(problem.message());
  }

  private CompletableFuture<HttpResponse<InputStream>> follow() {
    URI address = URI.create("http://localhost:%d/".formatted(gateway.actualPort()));
    return http.sendAsync(HttpRequest.newBuilder(address).build(), BodyHandlers.ofInputStream());
  }

  private LiveStream begun() {
    return await().until(stream::get, begun -> begun != null);
  }

  private static String body(HttpResponse<InputStream> answer) throws IOException {
    return new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void aStopEndsAStream() throws Exception {
    // Given
    registry.complete(NO_TASKS);
    HttpResponse<InputStream> answer = follow().get();
    // When
    begun().end("the gateway stops");
    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(body(answer)).endsWith(": the gateway stops\n\n");
  }

  @Test
  void aStreamThatTheRegistryHasNotAnsweredYetNeverBeginsAfterAStop() throws Exception {
    // Given
    CompletableFuture<HttpResponse<InputStream>> answer = follow();
    begun().end("the gateway stops");
    // When
    registry.complete(NO_TASKS);
    // Then
    assertThat(answer.get().statusCode()).isEqualTo(503);
    assertThat(body(answer.get())).contains("The gateway stops");
  }
}
