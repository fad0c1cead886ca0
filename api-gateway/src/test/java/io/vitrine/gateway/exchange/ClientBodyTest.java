package io.vitrine.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ClientBodyTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    join(vertx.close());
  }

  @Test
  @Timeout(30)
  void leavesTheConnectionOfAWhollyReadBodyToTheNextRequest() {
    // Given: a body is drained after its end, and would be cut off at once if it were not ended.
    HttpServer server =
        join(
            vertx
                .createHttpServer()
                .requestHandler(request ->
                    request
                        .body()
                        .onSuccess(body ->
                            vertx.runOnContext(later -> {
                              ClientBody.drain(request, vertx, Duration.ofMillis(1));
                              vertx.setTimer(
                                  20, afterwards -> request.response().end(body.toString()));
                            })))
                .listen(0, "127.0.0.1"));
    HttpClient client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(1));

    // When
    String first = join(put(client, server, "first"));
    String second = join(put(client, server, "second"));

    // Then
    assertThat(first).isEqualTo("first");
    assertThat(second).isEqualTo("second");
  }

  private static Future<String> put(HttpClient client, HttpServer server, String body) {
    return client
        .request(HttpMethod.PUT, server.actualPort(), "127.0.0.1", "/")
        .compose(request -> request.send(body))
        .compose(HttpClientResponse::body)
        .map(Buffer::toString);
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
