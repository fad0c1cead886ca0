package io.vitrine.local.watch;

import static io.vitrine.local.TestServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.vitrine.local.ClusterException;
import io.vitrine.local.TestServer;
import io.vitrine.local.upload.ImageCalls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchProjectTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  @AutoClose private final TestServer server = new TestServer(this::handle);
  private final Deque<String> streams = new ArrayDeque<>();
  private final List<String> positions = new ArrayList<>();
  private String images = "";

  private void handle(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().equals("/v2/images")) {
      answer(exchange, 200, "{\"images\": [" + images + "]}");
      return;
    }
    positions.add(exchange.getRequestHeaders().getFirst("Last-Event-ID"));
    if (streams.isEmpty()) {
      answer(exchange, 403, "no more");
    } else {
      answer(exchange, 200, streams.remove());
    }
  }

  /** Until the server refuses. */
  private List<String> watch() {
    ImageCalls calls = new ImageCalls(server.url(), () -> "token");
    try (PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8)) {
      assertThatThrownBy(() -> new WatchProject(calls, "demo", Duration.ZERO, out).run())
          .isInstanceOf(ClusterException.class)
          .hasMessage("the gateway answers 403: no more");
    }
    return shown.toString(StandardCharsets.UTF_8).lines().map(WatchProjectTest::plain).toList();
  }

  /** Without the time, which depends on where one is, and columns. */
  private static String plain(String line) {
    return line.replaceFirst("^\\d\\d:\\d\\d:\\d\\d ", "").replaceAll(" +", " ").strip();
  }

  private static String image(String id, String name, String status) {
    return "{\"id\":\"%s\",\"name\":\"%s\",\"status\":\"%s\",\"updated_at\":\"2026-01-01T00:00:05Z\"}"
        .formatted(id, name, status);
  }

  private static String event(int id, String type, String image) {
    return "event: image\nid: %d\ndata: {\"type\":\"%s\",\"image\":%s}\n\n"
        .formatted(id, type, image);
  }

  private static String task(int id, String image, int done) {
    return """
    event: task
    id: %d
    data: {"id":"t","image_id":"%s","status":"processing","phase":"fetch","done_bytes":%d,\
    "total_bytes":100,"message":"","created_at":"2026-01-01T00:00:01Z",\
    "updated_at":"2026-01-01T00:00:09Z"}

    """
        .formatted(id, image, done);
  }

  @Test
  void tellsALineForEachEventAndGoesOnWhereAStreamBroke() {
    // Given
    images = image("1", "one", "importing") + "," + image("2", "two", "active");
    streams.add("id: 5\n\n" + task(6, "1", 10) + ": keep-alive\n\nid: 8\n\n");
    streams.add(event(9, "activated", image("1", "one", "active")));
    // When
    List<String> lines = watch();
    // Then
    assertThat(lines)
        .containsExactly(
            "Following the 2 images of project demo",
            "one importing fetch 10% 10 B of 100 B",
            "one active activated");
    assertThat(positions).containsExactly(null, "8", "9");
  }

  @Test
  void listsAgainWhereSomethingIsMissing() {
    // Given
    streams.add("event: reset\nid: 5\ndata: {}\n\n" + task(6, "1", 20));
    images = image("1", "one", "importing");
    // When
    List<String> lines = watch();
    // Then
    assertThat(lines)
        .containsExactly(
            "Following the 1 images of project demo",
            "Some events are missing; the 1 images as they are now",
            "one importing fetch 20% 20 B of 100 B");
  }
}
