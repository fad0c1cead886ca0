package io.vitrine.testparts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** S3Proxy from the jar that the build has put beside this module's classes. */
final class S3Process implements TestS3 {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final URI endpoint;
  private final Path directory;
  private final Process process;

  private S3Process(URI endpoint, Path directory, Process process) {
    this.endpoint = endpoint;
    this.directory = directory;
    this.process = process;
  }

  static S3Process start() {
    try {
      Path directory = Files.createTempDirectory("vitrine-s3-");
      Files.createDirectory(directory.resolve("objects"));
      URI endpoint = URI.create("http://127.0.0.1:" + freePort());
      Path settings = directory.resolve("s3proxy.properties");
      Files.write(
          settings,
          TestS3.properties(endpoint.toString(), directory.resolve("objects").toString())
              .entrySet()
              .stream()
              .map(property -> property.getKey() + "=" + property.getValue())
              .toList());
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                  "-Xmx192m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-jar",
                  jar().toString(),
                  "--properties",
                  settings.toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
      S3Process server = new S3Process(endpoint, directory, process);
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      server.awaitReady();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Classes are in {@code target/classes} or in a jar in {@code target}. */
  private static Path jar() {
    try {
      URI classes = S3Process.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(classes).resolveSibling("s3proxy.jar");
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void makeBucket(String name) {
    try {
      Files.createDirectories(bucket(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> files(String bucket) {
    Path folder = bucket(bucket);
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).map(f -> folder.relativize(f).toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path bucket(String name) {
    return directory.resolve("objects").resolve(name);
  }

  private void awaitReady() throws IOException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      if (!process.isAlive()) {
        throw new IllegalStateException(
            "S3Proxy ended: " + Files.readString(directory.resolve("log")));
      }
      if (answers()) {
        return;
      }
    }
    throw new IllegalStateException("S3Proxy is not ready after " + START_LIMIT);
  }

  /** It refuses an unsigned request, which proves that it is up. */
  private boolean answers() throws IOException {
    HttpURLConnection probe = (HttpURLConnection) endpoint.toURL().openConnection();
    try {
      return probe.getResponseCode() == HttpURLConnection.HTTP_FORBIDDEN;
    } catch (IOException e) {
      return process.onExit().completeOnTimeout(process, 50, TimeUnit.MILLISECONDS).join() == null;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
