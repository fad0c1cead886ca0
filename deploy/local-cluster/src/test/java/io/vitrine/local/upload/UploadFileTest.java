package io.vitrine.local.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.vitrine.local.ClusterException;
import io.vitrine.local.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadFileTest {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  @TempDir Path folder;

  private final List<String> asked = new ArrayList<>();
  @AutoClose private final TestServer server = new TestServer(this::handle);
  private boolean losing;
  private String status = "queued";
  private long offset;

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(exchange.getRequestMethod() + " " + path);
    long sent = exchange.getRequestBody().readAllBytes().length;
    switch (asked.getLast()) {
      case "POST /v2/images" -> answer(exchange, 201, "{\"id\":\"image-" + asked.size() + "\"}");
      case "HEAD /upload" -> answer(exchange, 200, "");
      case "PATCH /upload" -> {
        offset += sent;
        status = "active";
        answer(exchange, 204, "");
      }
      default -> {
        boolean begins = exchange.getRequestMethod().equals("POST");
        answer(exchange, begins ? (losing ? 502 : 201) : 200, "{\"status\":\"" + status + "\"}");
      }
    }
  }

  private void answer(HttpExchange exchange, int code, String body) throws IOException {
    exchange.getResponseHeaders().add("Upload-Offset", "" + offset);
    exchange.getResponseHeaders().add("Location", "/upload");
    TestServer.answer(exchange, code, body);
  }

  private boolean upload(String account) throws Exception {
    Path file = folder.resolve("disk.raw");
    if (Files.notExists(file)) {
      Files.write(file, new byte[1000]);
    }
    UploadFile.Wish wish =
        new UploadFile.Wish(
            Optional.empty(), "disk", "raw", "bare", Optional.empty(), Optional.empty());
    return new UploadFile(
            file,
            wish,
            server.url(),
            account,
            () -> "token",
            Map.of("XDG_STATE_HOME", folder.resolve("state").toString()))
        .run(PATIENCE);
  }

  @Test
  void asksForTheSameUploadAgainIfItNeverHeardItsUrl() throws Exception {
    // Given
    losing = true;
    assertThatThrownBy(() -> upload("demo")).isInstanceOf(ClusterException.class);
    losing = false;
    status = "saving";
    asked.clear();
    // When
    boolean active = upload("demo");
    // Then
    assertThat(active).isTrue();
    assertThat(asked).contains("POST /v2/images/image-1/uploads").doesNotContain("POST /v2/images");
  }

  @Test
  void anotherAccountsUploadIsAnother() throws Exception {
    // Given
    losing = true;
    assertThatThrownBy(() -> upload("demo")).isInstanceOf(ClusterException.class);
    losing = false;
    asked.clear();
    // When
    upload("alt_demo");
    // Then
    assertThat(asked).contains("POST /v2/images");
  }

  @Test
  void makesAnotherImageIfTheOneBeforeIsGone() throws Exception {
    // Given
    losing = true;
    assertThatThrownBy(() -> upload("demo")).isInstanceOf(ClusterException.class);
    losing = false;
    status = "deactivated";
    asked.clear();
    // When
    upload("demo");
    // Then
    assertThat(asked).contains("POST /v2/images");
  }
}
