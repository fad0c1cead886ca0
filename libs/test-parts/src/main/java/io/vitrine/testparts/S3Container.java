package io.vitrine.testparts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** S3Proxy as its image starts it. */
final class S3Container implements TestS3 {
  private static final int PORT = 8080;

  /** Each image has it, and whoever runs in it may write there. */
  private static final String FOLDER = "/tmp";

  private final GenericContainer<?> container;

  private S3Container(GenericContainer<?> container) {
    this.container = container;
  }

  static S3Container start(DockerImageName image) {
    Engine.provide(image);
    GenericContainer<?> container =
        new GenericContainer<>(image)
            .withEnv(environment())
            .withExposedPorts(PORT)
            // It refuses the unsigned request, which proves that it is up.
            .waitingFor(Wait.forHttp("/").forStatusCode(HttpURLConnection.HTTP_FORBIDDEN));
    container.start();
    return new S3Container(container);
  }

  private static Map<String, String> environment() {
    return TestS3.properties("http://0.0.0.0:" + PORT, FOLDER).entrySet().stream()
        .collect(
            Collectors.toMap(
                property -> property.getKey().replaceAll("[.-]", "_").toUpperCase(Locale.ROOT),
                Map.Entry::getValue));
  }

  @Override
  public URI endpoint() {
    return URI.create("http://%s:%d".formatted(container.getHost(), container.getMappedPort(PORT)));
  }

  @Override
  public void makeBucket(String name) {
    run("mkdir", "-p", FOLDER + "/" + name);
  }

  @Override
  public List<String> files(String bucket) {
    return run("find", FOLDER + "/" + bucket, "-type", "f", "-printf", "%P\\n").lines().toList();
  }

  private String run(String... command) {
    try {
      ExecResult result = container.execInContainer(command);
      if (result.getExitCode() != 0) {
        throw new IllegalStateException(result.getStderr());
      }
      return result.getStdout();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    container.stop();
  }
}
