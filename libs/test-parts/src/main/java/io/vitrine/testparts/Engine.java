package io.vitrine.testparts;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem.ErrorDetail;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.TestcontainersConfiguration;

/**
 * The container engine, if there is one. Testcontainers alone would look for it with stack traces,
 * and for its images for minutes.
 */
final class Engine {
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration PULL = Duration.ofMinutes(2);

  private Engine() {}

  /**
   * Returns when the engine has the image.
   *
   * @throws IllegalStateException which says, at once or after a bounded time, why it has not
   */
  static void provide(DockerImageName image) {
    if (addresses().noneMatch(Engine::listens)) {
      throw new IllegalStateException("no container engine answers");
    }
    var connecting = new FutureTask<>(() -> DockerClientFactory.instance().client());
    Thread.ofPlatform().daemon().start(connecting);
    DockerClient client = await(connecting, ANSWER, "no container engine answers");
    if (!has(client, image)) {
      pull(client, image);
    }
  }

  /** Where Testcontainers looks. */
  private static Stream<SocketAddress> addresses() {
    TestcontainersConfiguration settings = TestcontainersConfiguration.getInstance();
    Stream<String> named =
        Stream.of(
            settings.getUserProperty("tc.host", ""),
            settings.getEnvVarOrUserProperty("docker.host", ""));
    Path docker = Path.of(System.getProperty("user.home", "/"), ".docker");
    Stream<Path> sockets =
        Stream.of(
            Path.of(Objects.requireNonNullElse(System.getenv("XDG_RUNTIME_DIR"), "/run")),
            docker.resolve("run"),
            docker.resolve("desktop"),
            Path.of("/var/run"));
    return Stream.concat(
        named.filter(address -> !address.isEmpty()).map(Engine::parse),
        sockets.map(folder -> UnixDomainSocketAddress.of(folder.resolve("docker.sock"))));
  }

  private static SocketAddress parse(String address) {
    URI uri = URI.create(address);
    return "unix".equals(uri.getScheme())
        ? UnixDomainSocketAddress.of(uri.getPath())
        : new InetSocketAddress(uri.getHost(), uri.getPort());
  }

  /** A socket's file stays when its engine has ended. */
  static boolean listens(SocketAddress address) {
    try {
      if (address instanceof UnixDomainSocketAddress) {
        SocketChannel.open(address).close();
      } else {
        try (Socket socket = new Socket()) {
          socket.connect(address, Math.toIntExact(ANSWER.toMillis()));
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean has(DockerClient client, DockerImageName image) {
    try {
      client.inspectImageCmd(image.asCanonicalNameString()).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  private static void pull(DockerClient client, DockerImageName image) {
    try (Pull pull = new Pull()) {
      client.pullImageCmd(image.getUnversionedPart()).withTag(image.getVersionPart()).exec(pull);
      String failure = "the engine does not get " + image;
      await(pull.answered, ANSWER, failure);
      await(pull.ended, PULL, failure);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T await(Future<T> work, Duration limit, String failure) {
    try {
      return work.get(limit.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      String cause = String.valueOf(Objects.requireNonNullElse(e.getCause(), e).getMessage());
      throw new IllegalStateException(failure + ": " + cause.strip(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(failure + " in " + limit.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(failure, e);
    }
  }

  /** Unlike the client's own, it leaves it to others to log what fails. */
  private static final class Pull implements ResultCallback<PullResponseItem> {
    /** The registry has the image: until then the engine says nothing. */
    final CompletableFuture<Closeable> answered = new CompletableFuture<>();

    final CompletableFuture<Void> ended = new CompletableFuture<>();

    @Override
    public void onStart(Closeable stream) {
      answered.complete(stream);
    }

    @Override
    public void onNext(PullResponseItem item) {
      if (item.isErrorIndicated()) {
        onError(
            new IOException(
                Optional.ofNullable(item.getErrorDetail())
                    .map(ErrorDetail::getMessage)
                    .orElse("")));
      }
    }

    @Override
    public void onError(Throwable failure) {
      answered.completeExceptionally(failure);
      ended.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      ended.complete(null);
    }

    @Override
    public void close() throws IOException {
      if (answered.state() == Future.State.SUCCESS) {
        answered.resultNow().close();
      }
    }
  }
}
