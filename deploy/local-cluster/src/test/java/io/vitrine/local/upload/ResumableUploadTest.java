package io.vitrine.local.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.vitrine.local.ClusterException;
import io.vitrine.local.TestServer;
import io.vitrine.local.upload.ResumableUpload.End;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumableUploadTest {
  private static final int LENGTH = 300_000;

  @TempDir Path folder;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  @AutoClose private final TestServer server = new TestServer(this::handle);
  private int status = 204;
  private int breaksLeft;
  private int tokens;
  private String goodToken = "token-1";

  private void handle(HttpExchange exchange) throws IOException {
    if (!goodToken.equals(exchange.getRequestHeaders().getFirst("X-Auth-Token"))) {
      exchange.sendResponseHeaders(401, -1);
    } else if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().add("Upload-Offset", "" + kept.size());
      exchange.sendResponseHeaders(200, -1);
    } else if (breaksLeft > 0) {
      breaksLeft--;
      kept.write(exchange.getRequestBody().readNBytes(100_000));
      exchange.close();
    } else {
      exchange.getRequestBody().transferTo(kept);
      exchange.getResponseHeaders().add("Upload-Offset", "" + kept.size());
      exchange.sendResponseHeaders(status, -1);
    }
  }

  private End run(byte[] content) throws Exception {
    Path file = Files.write(folder.resolve("image"), content);
    String url = server.url();
    return new ResumableUpload(
            new ImageCalls(url, () -> "token-" + ++tokens),
            URI.create(url + "/upload"),
            file,
            content.length,
            Duration.ofSeconds(3),
            at -> {},
            at -> {})
        .run();
  }

  private static byte[] bytes() {
    byte[] bytes = new byte[LENGTH];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  @Test
  void goesOnWhereTheServerIs() throws Exception {
    // Given
    breaksLeft = 1;
    // When
    End end = run(bytes());
    // Then
    assertThat(kept.toByteArray()).isEqualTo(bytes());
    assertThat(end).isInstanceOf(End.Done.class);
    assertThat(((End.Done) end).sentAgain()).isLessThanOrEqualTo(LENGTH - 100_000);
  }

  @Test
  void signsInAgainWhenItsTokenEnds() throws Exception {
    goodToken = "token-2";

    assertThat(run(bytes())).isEqualTo(new End.Done(0));
    assertThat(kept.toByteArray()).isEqualTo(bytes());
  }

  @Test
  void getsTiredOfAServerThatGetsNoFurther() throws Exception {
    status = 503;
    byte[] nothing = new byte[0];

    assertThat(run(nothing)).isInstanceOf(End.Tired.class);
  }

  @Test
  void saysWhyItIsRefused() {
    status = 415;

    assertThatThrownBy(() -> run(bytes()))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("415");
  }
}
