package io.vitrine.store.download.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.ext.web.RoutingContext;
import io.vitrine.problem.ProblemException;
import io.vitrine.store.platform.ProblemAnswer;
import io.vitrine.store.platform.TestServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DownloadRoutesTest {
  private final TestServer server = new TestServer(DownloadRoutesTest::serve);

  @AfterEach
  void stop() {
    server.close();
  }

  private static void serve(RoutingContext request) {
    try {
      DownloadRoutes.refuseBody(request.request());
      request.response().setStatusCode(204).end();
    } catch (ProblemException e) {
      ProblemAnswer.send(request, e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "X-Nothing: 1, 204",
    "Content-Length: 0, 204",
    "Content-Length: 5, 400",
    "Transfer-Encoding: chunked, 400"
  })
  void takesNoBody(String header, int status) throws IOException {
    try (Socket client = server.send("GET /file HTTP/1.1\nHost: x\n" + header)) {
      String start = new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);

      assertThat(start).isEqualTo("HTTP/1.1 " + status);
    }
  }
}
