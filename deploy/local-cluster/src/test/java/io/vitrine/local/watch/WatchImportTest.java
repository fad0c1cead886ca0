package io.vitrine.local.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vitrine.local.ClusterException;
import io.vitrine.local.upload.ImageCalls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchImportTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private HttpServer server;
  private final Deque<String> streams = new ArrayDeque<>();
  private String tasks = "";
  private String status = "active";
  private String goodToken = "token-1";
  private int tokens;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    boolean events = "text/event-stream".equals(exchange.getRequestHeaders().getFirst("Accept"));
    if (!goodToken.equals(exchange.getRequestHeaders().getFirst("X-Auth-Token"))) {
      answer(exchange, 401, "");
    } else if (!events && exchange.getRequestURI().getPath().endsWith("/tasks")) {
      answer(exchange, 200, "{\"tasks\": [" + tasks + "]}");
    } else if (!events) {
      answer(exchange, 200, "{\"status\": \"" + status + "\"}");
    } else if (streams.isEmpty()) {
      answer(exchange, 404, "No such image");
    } else if (streams.peek().matches("\\d+")) {
      answer(exchange, Integer.parseInt(streams.remove()), "");
    } else {
      answer(exchange, 200, streams.remove());
    }
  }

  private static void answer(HttpExchange exchange, int code, String text) throws IOException {
    exchange.sendResponseHeaders(code, 0);
    exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
    exchange.close();
  }

  private boolean watch() throws Exception {
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    ImageCalls calls = new ImageCalls(url, () -> "token-" + ++tokens);
    try (PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8)) {
      return new WatchImport(calls, "image-1", Duration.ZERO, out).run();
    }
  }

  private static String event(String id, String status, int createdAt) {
    return """
    event: task
    data: {"id":"%s","status":"%s","phase":"fetch","done_bytes":1,"total_bytes":2,\
    "message":"","created_at":"2026-01-01T00:00:0%dZ","updated_at":"2026-01-01T00:00:09Z"}

    """
        .formatted(id, status, createdAt);
  }

  private static String listed(String id, String status, int createdAt) {
    return """
    {"id": "%s", "status": "%s", "message": "", "progress": null,
     "created_at": "2026-01-01T00:00:0%dZ", "updated_at": "2026-01-01T00:00:09Z"}
    """
        .formatted(id, status, createdAt);
  }

  @Test
  void followsAnImportOverSeveralStreams() throws Exception {
    // Given
    tasks = listed("1", "pending", 1);
    streams.add(event("1", "processing", 1));
    streams.addAll(List.of("503", "429"));
    streams.add(event("1", "processing", 1) + event("1", "success", 1));
    // When
    boolean active = watch();
    // Then
    assertThat(active).isTrue();
    assertThat(shown.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "waits for a worker",
            "fetch  50%  1 B of 2 B",
            "Broken off (the gateway answers 503); trying again",
            "Broken off (the gateway answers 429); trying again",
            "done",
            "Image image-1 is active");
  }

  @Test
  void waitsForAnImport() throws Exception {
    // Given
    streams.addAll(List.of(": keep-alive\n\n", event("1", "success", 1)));
    // When
    boolean active = watch();
    // Then
    assertThat(active).isTrue();
    assertThat(shown.toString(StandardCharsets.UTF_8))
        .startsWith("Image image-1 is active; waiting for an import\n");
  }

  @Test
  void onlyTheLatestImportCounts() throws Exception {
    // Given
    tasks = listed("1", "failure", 1) + "," + listed("2", "processing", 2);
    streams.add(event("1", "failure", 1) + event("2", "success", 2));
    // When
    boolean active = watch();
    // Then
    assertThat(active).isTrue();
  }

  @Test
  void tellsOfAnImportThatHasEnded() throws Exception {
    // Given
    tasks = listed("1", "success", 1) + "," + listed("2", "failure", 2);
    status = "queued";
    // When
    boolean active = watch();
    // Then
    assertThat(active).isFalse();
  }

  @Test
  void signsInAgainWhenTheTokenHasEnded() throws Exception {
    // Given
    tasks = listed("1", "processing", 1);
    goodToken = "token-2";
    streams.add(event("1", "success", 1));
    // When
    boolean active = watch();
    // Then
    assertThat(active).isTrue();
    assertThat(tokens).isEqualTo(2);
  }

  @Test
  void saysThatTheImageIsGone() {
    // Given
    tasks = listed("1", "processing", 1);
    // Then
    assertThatThrownBy(this::watch)
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("404")
        .hasMessageContaining("No such image");
  }
}
