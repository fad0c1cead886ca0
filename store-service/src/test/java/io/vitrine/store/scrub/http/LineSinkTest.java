package io.vitrine.store.scrub.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.store.platform.ClientGoneException;
import io.vitrine.store.platform.Pace;
import io.vitrine.store.platform.TestServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LineSinkTest {
  private static final int LINES_FOR_EVER = Integer.MAX_VALUE;

  private final CompletableFuture<Void> written = new CompletableFuture<>();
  private volatile int lines = LINES_FOR_EVER;
  private final TestServer server = new TestServer(this::serve);

  @AfterEach
  void stop() {
    server.close();
  }

  private void serve(RoutingContext request) {
    LineSink sink = new LineSink(request.response(), new Pace(Duration.ofSeconds(60), 0));
    Thread.ofVirtual()
        .start(() -> {
          try {
            for (int line = 0; line < lines; line++) {
              sink.write(Buffer.buffer("line " + line));
            }
            sink.end();
            written.complete(null);
          } catch (RuntimeException e) {
            written.completeExceptionally(e);
          }
        });
  }

  @Test
  void sendsLineByLine() throws IOException {
    // Given
    lines = 2;

    // When
    try (Socket client = server.send("GET / HTTP/1.1\nHost: x\nConnection: close")) {
      String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      // Then
      assertThat(answer)
          .contains("application/x-ndjson", "line 0\n", "line 1\n")
          .doesNotContain("line 2");
    }
    assertThat(written).succeedsWithin(Duration.ofSeconds(60));
  }

  @Test
  void endsWhenTheClientLeaves() throws IOException {
    // Given
    try (Socket client = server.send("GET / HTTP/1.1\nHost: x")) {
      client.getInputStream().read();
    }

    // Then
    assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
        .isThrownBy(() -> written.get(60, TimeUnit.SECONDS))
        .withCauseInstanceOf(ClientGoneException.class);
  }
}
