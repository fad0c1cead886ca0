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
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WatchImportTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  @AutoClose private final TestServer server = new TestServer(this::handle);
  private final Deque<String> streams = new ArrayDeque<>();
  private String tasks = "";
  private String status = "active";
  private String goodToken = "token-1";
  private int tokens;
  private int signInsThatFail;

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
      refuse(exchange, Integer.parseInt(streams.remove()));
    } else {
      answer(exchange, 200, streams.remove());
    }
  }

  private void refuse(HttpExchange exchange, int status) throws IOException {
    if (status == 401) {
      goodToken = "token-" + (tokens + 1);
    }
    answer(exchange, status, "");
  }

  private String signIn() {
    if (tokens > 0 && signInsThatFail-- > 0) {
      throw new ClusterException("nobody signs in now", new IOException("refused"));
    }
    return "token-" + ++tokens;
  }

  private boolean watch() throws Exception {
    ImageCalls calls = new ImageCalls(server.url(), this::signIn);
    try (PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8)) {
      return new WatchImport(calls, "image-1", Duration.ZERO, out).run();
    }
  }

  private Stream<String> lines() {
    return shown.toString(StandardCharsets.UTF_8).lines();
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
    {"id": "%s", "status": "%s", "message": "%s", "progress": null,
     "created_at": "2026-01-01T00:00:0%dZ", "updated_at": "2026-01-01T00:00:09Z"}
    """
        .formatted(id, status, status.equals("failure") ? "of import " + id : "", createdAt);
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
    assertThat(lines())
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

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tellsOfTheLatestImportThatHasEnded(boolean latestFirst) throws Exception {
    // Given
    String earlier = listed("1", "failure", 1);
    String latest = listed("2", "failure", 2);
    tasks = latestFirst ? latest + "," + earlier : earlier + "," + latest;
    status = "queued";
    // When
    boolean active = watch();
    // Then
    assertThat(active).isFalse();
    assertThat(lines()).containsExactly("failed: of import 2");
  }

  @Test
  void signsInAgainWhenTheTokenHasEnded() throws Exception {
    // Given
    tasks = listed("1", "processing", 1);
    streams.addAll(List.of("401", event("1", "success", 1)));
    // When
    boolean active = watch();
    // Then
    assertThat(active).isTrue();
    assertThat(tokens).isEqualTo(2);
  }

  @Test
  void goesOnAskingAGatewayThatStaysAway() throws Exception {
    // Given
    tasks = listed("1", "processing", 1);
    streams.addAll(List.of("401", event("1", "success", 1)));
    signInsThatFail = 2;
    // When
    boolean active = watch();
    // Then
    assertThat(active).isTrue();
    assertThat(lines())
        .filteredOn(line -> line.startsWith("Broken off"))
        .containsExactly("Broken off (nobody signs in now); trying again");
  }

  @Test
  void endsWhenNoTokenIsTaken() {
    // Given
    tasks = listed("1", "processing", 1);
    streams.addAll(List.of("401", "401", "401"));
    // Then
    assertThatThrownBy(this::watch)
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("no token");
  }

  @Test
  void saysWhatItGotInsteadOfATask() {
    // Given
    tasks = "{\"id\": \"1\", \"status\": \"processing\"}";
    // Then
    assertThatThrownBy(this::watch)
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("tells of no task");
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
