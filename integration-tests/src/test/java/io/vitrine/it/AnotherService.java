package io.vitrine.it;

import static org.awaitility.Awaitility.await;

import io.vitrine.local.Checkout;
import io.vitrine.local.PartName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One more process of a service beside those of the test cluster, with settings of its own. */
final class AnotherService implements AutoCloseable {
  private final Process process;
  private final int port;
  private final Path log;

  private AnotherService(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /** Begins to start it; the name is that of its log. */
  static AnotherService launch(String module, String name, Map<String, String> settings) {
    Path root = Checkout.find().root();
    Path log = root.resolve("integration-tests/target/" + name + ".log");
    try {
      int port = freePort();
      ProcessBuilder builder =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx128m",
                  "-XX:+ExitOnOutOfMemoryError",
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow",
                  "-jar",
                  root.resolve(module + "/target/quarkus-app/quarkus-run.jar").toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      Map<String, String> environment = builder.environment();
      environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
      environment.put("QUARKUS_HTTP_PORT", "" + port);
      environment.put("QUARKUS_OTEL_SDK_DISABLED", "true");
      environment.putAll(settings);
      AnotherService service = new AnotherService(builder.start(), port, log);
      Runtime.getRuntime().addShutdownHook(new Thread(service::close));
      return service;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A registry beside that of the cluster, on the same database and broker. */
  static AnotherService launchRegistry(
      TestCluster cluster, String name, Map<String, String> settings) {
    var ports = cluster.parts().ports();
    Map<String, String> all = new HashMap<>(settings);
    all.put("KAFKA_BOOTSTRAP_SERVERS", ports.kafka());
    all.put("QUARKUS_OIDC_AUTH_SERVER_URL", ports.realm());
    all.put("QUARKUS_DATASOURCE_JDBC_URL", ports.jdbc("registry"));
    all.put("QUARKUS_DATASOURCE_REACTIVE_URL", ports.jdbc("registry").replaceFirst("^jdbc:", ""));
    all.put("QUARKUS_DATASOURCE_USERNAME", "registry");
    all.put("QUARKUS_DATASOURCE_PASSWORD", cluster.parts().secrets().get("postgres.registry"));
    return launch("registry-service", name, all);
  }

  /** A store-service beside that of the cluster, for the images of that registry. */
  static AnotherService launchStore(
      TestCluster cluster, String name, String registry, Map<String, String> settings) {
    var ports = cluster.parts().ports();
    var secrets = cluster.parts().secrets();
    Map<String, String> all = new HashMap<>(storage(cluster, "PRIMARY", "vitrine-images"));
    all.put("KAFKA_BOOTSTRAP_SERVERS", ports.kafka());
    all.put("QUARKUS_OIDC_AUTH_SERVER_URL", ports.realm());
    all.put("QUARKUS_OIDC_CLIENT_AUTH_SERVER_URL", ports.realm());
    all.put("QUARKUS_OIDC_CLIENT_CLIENT_ID", "vitrine-store");
    all.put("QUARKUS_OIDC_CLIENT_CREDENTIALS_SECRET", secrets.get("client.vitrine-store"));
    all.put("VITRINE_REGISTRY_URL", registry);
    all.putAll(settings);
    return launch("store-service", name, all);
  }

  /** Settings for a store in a bucket of the cluster's S3 server. */
  static Map<String, String> storage(TestCluster cluster, String store, String bucket) {
    var secrets = cluster.parts().secrets();
    String prefix = "VITRINE_STORES_" + store;
    return Map.of(
        prefix + "_ENDPOINT", cluster.url(PartName.S3),
        prefix + "_BUCKET", bucket,
        prefix + "_ACCESS_KEY", secrets.get("s3.access-key"),
        prefix + "_SECRET_KEY", secrets.get("s3.secret-key"));
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  AnotherService awaitReady() {
    await().atMost(Duration.ofMinutes(1)).until(this::isReady);
    return this;
  }

  boolean isReady() {
    try {
      return new ImageApi(url(), Map.of()).get("/q/health/ready").status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  int port() {
    return port;
  }

  /** What it wrote before it ended by itself. */
  String awaitEnd() {
    await().atMost(Duration.ofMinutes(1)).until(() -> !process.isAlive());
    return said();
  }

  int exitValue() {
    return process.exitValue();
  }

  /** What it has written until now. */
  String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
