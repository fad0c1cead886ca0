package io.vitrine.objectstore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real S3 server (S3Proxy on the file system) as a process of its own, for tests. */
public final class S3Server implements AutoCloseable {
  public static final String BUCKET = "vitrine-images";
  private static final String ACCESS_KEY = "test-access";
  private static final String SECRET_KEY = "test-secret";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final URI endpoint;
  private final Path directory;
  private final Process process;

  private S3Server(URI endpoint, Path directory, Process process) {
    this.endpoint = endpoint;
    this.directory = directory;
    this.process = process;
  }

  /** Starts S3Proxy from {@code target/s3proxy.jar} of the module under test. */
  public static S3Server start() {
    try {
      Path directory = Files.createTempDirectory("vitrine-s3-");
      Files.createDirectories(directory.resolve("objects").resolve(BUCKET));
      URI endpoint = URI.create("http://127.0.0.1:" + freePort());
      Path settings = directory.resolve("s3proxy.properties");
      Files.writeString(
          settings,
          """
          s3proxy.endpoint=%s
          s3proxy.authorization=aws-v2-or-v4
          s3proxy.identity=%s
          s3proxy.credential=%s
          s3proxy.ignore-unknown-headers=true
          jclouds.provider=filesystem-nio2
          jclouds.filesystem.basedir=%s
          """
              .formatted(endpoint, ACCESS_KEY, SECRET_KEY, directory.resolve("objects")));
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx192m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-jar",
                  Path.of("target", "s3proxy.jar").toAbsolutePath().toString(),
                  "--properties",
                  settings.toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
      S3Server server = new S3Server(endpoint, directory, process);
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      server.awaitReady();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return endpoint;
  }

  public StoreSettings settings(int partSize) {
    return settings("primary", BUCKET, "", partSize);
  }

  /** A store in another bucket, which is made, or below a prefix. */
  public StoreSettings settings(String store, String bucket, String prefix, int partSize) {
    try {
      Files.createDirectories(directory.resolve("objects").resolve(bucket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new StoreSettings(
        store, endpoint, bucket, prefix, "us-east-1", ACCESS_KEY, SECRET_KEY, partSize, false);
  }

  /** The same where clients may go to the server itself. */
  public StoreSettings directSettings(int partSize) {
    return new StoreSettings(
        "primary", endpoint, BUCKET, "", "us-east-1", ACCESS_KEY, SECRET_KEY, partSize, true);
  }

  /** Every file under the bucket, parts of unfinished uploads included. */
  public List<String> files() {
    return files(BUCKET);
  }

  /** The same of another bucket. */
  public List<String> files(String bucketName) {
    Path bucket = directory.resolve("objects").resolve(bucketName);
    try (Stream<Path> files = Files.walk(bucket)) {
      return files.filter(Files::isRegularFile).map(f -> bucket.relativize(f).toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
