package io.vitrine.local.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.local.Checkout;
import io.vitrine.local.TestServer;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program by which an engine learns whether a container is well. */
class HealthyTest {
  private static final Path PROGRAM = Checkout.find().root().resolve("deploy/images/healthy");

  @ParameterizedTest
  @CsvSource({"200, 0", "503, 1", "404, 1"})
  void isWellWhenTheServiceIsReady(int answer, int status) throws Exception {
    try (var service =
        new TestServer(exchange -> {
          boolean asked = exchange.getRequestURI().getPath().equals("/q/health/ready");
          TestServer.answer(exchange, asked ? answer : 400, "{}");
        })) {
      assertThat(run(service)).isEqualTo(status);
    }
  }

  @Test
  void isNotWellWhenNobodyListens() throws Exception {
    var service = new TestServer(exchange -> TestServer.answer(exchange, 200, ""));
    service.close();

    assertThat(run(service)).isEqualTo(1);
  }

  private static int run(TestServer service) throws Exception {
    var process = new ProcessBuilder("bash", PROGRAM.toString());
    process.environment().put("QUARKUS_HTTP_PORT", "" + URI.create(service.url()).getPort());
    return process.start().waitFor();
  }
}
