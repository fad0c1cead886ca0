package io.vitrine.it;

import static org.awaitility.Awaitility.await;

import io.vitrine.local.Checkout;
import io.vitrine.local.PartName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One more door to the test cluster, with settings of its own. */
final class AnotherGateway implements AutoCloseable {
  private final Process process;
  private final int port;

  private AnotherGateway(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static AnotherGateway start(TestCluster cluster, String name, Map<String, String> settings) {
    Path root = Checkout.find().root();
    try {
      int port = freePort();
      ProcessBuilder builder =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx128m",
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow",
                  "-jar",
                  root.resolve("api-gateway/target/quarkus-app/quarkus-run.jar").toString())
              .redirectErrorStream(true)
              .redirectOutput(root.resolve("integration-tests/target/" + name + ".log").toFile());
      Map<String, String> environment = builder.environment();
      environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
      environment.put("QUARKUS_HTTP_PORT", "" + port);
      environment.put("QUARKUS_OIDC_AUTH_SERVER_URL", cluster.parts().ports().realm());
      environment.put("QUARKUS_OTEL_SDK_DISABLED", "true");
      environment.put("VITRINE_ROUTES_REGISTRY", cluster.url(PartName.REGISTRY));
      environment.put("VITRINE_ROUTES_STORE", cluster.url(PartName.STORE));
      environment.put("VITRINE_ROUTES_METADEFS", cluster.url(PartName.METADEFS));
      environment.put(
          "VITRINE_IDENTITY_CLIENT_SECRET", cluster.parts().secrets().get("client.vitrine"));
      environment.put("VITRINE_VOUCHER_PRIVATE_KEY", cluster.voucherKey().toString());
      environment.putAll(settings);
      AnotherGateway gateway = new AnotherGateway(builder.start(), port);
      Runtime.getRuntime().addShutdownHook(new Thread(gateway::close));
      ImageApi probe = new ImageApi(gateway.url(), Map.of());
      await()
          .atMost(Duration.ofMinutes(1))
          .ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .until(() -> probe.get("/q/health/ready").status() == 200);
      return gateway;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  ImageApi with(String token) {
    return new ImageApi(url(), token);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
