package io.vitrine.store.download.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vitrine.store.cache.CachedImage;
import io.vitrine.store.download.ByteRange;
import io.vitrine.store.platform.ClientGoneException;
import io.vitrine.store.platform.Pace;
import io.vitrine.store.platform.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResponseSinkTest {
  private static final long MIB = 1 << 20;
  private static final long SIZE = 1024 * MIB;

  private final Zeros image = new Zeros();
  private final CompletableFuture<Throwable> ended = new CompletableFuture<>();
  private Sending serving = sink -> sink.send(image, moved -> {});
  private long minSpeed;
  private Duration patience = Duration.ofSeconds(20);
  private final TestServer server =
      new TestServer(request -> {
        ResponseSink sink = new ResponseSink(request.response(), new Pace(patience, minSpeed));
        request.response().putHeader("Content-Length", Long.toString(SIZE));
        Thread.ofVirtual().start(() -> send(sink));
      });

  @AfterEach
  void stop() {
    server.close();
  }

  @FunctionalInterface
  private interface Sending {
    void send(ResponseSink sink) throws IOException;
  }

  private void send(ResponseSink sink) {
    try {
      serving.send(sink);
      ended.complete(null);
    } catch (IOException | RuntimeException e) {
      ended.complete(e);
    }
  }

  @Test
  void readsNoFurtherThanASlowClientTakes() throws IOException {
    // Given
    try (Socket client = server.send("GET / HTTP/1.1\nHost: x")) {

      // When
      client.getInputStream().readNBytes(1000);

      // Then: a window, and what fits in the sockets' buffers.
      await().during(Duration.ofSeconds(1)).until(this::isStill);
      assertThat(image.given).hasValueLessThan(32 * MIB);
    }
  }

  @Test
  void stopsWhenTheClientLeaves() throws IOException {
    // When
    try (Socket client = server.send("GET / HTTP/1.1\nHost: x")) {
      client.getInputStream().readNBytes(1000);
    }

    // Then
    assertThat(ended.join()).isInstanceOf(ClientGoneException.class);
    assertThat(image.given).hasValueLessThan(SIZE);
  }

  @Test
  void endsWithAClientThatTakesDrops() throws IOException {
    // Given
    minSpeed = 1L << 50;
    patience = Duration.ofSeconds(2);
    try (Socket client = server.send("GET / HTTP/1.1\nHost: x")) {

      // When
      while (!ended.isDone()) {
        client.getInputStream().readNBytes(100);
      }

      // Then
      assertThat(ended.join()).hasMessage("the client took it too slowly");
    }
  }

  @Test
  void sendsEveryByteToAClientThatTakesThem() throws IOException {
    // Given
    try (Socket client = server.send("GET / HTTP/1.1\nHost: x\nConnection: close")) {

      // When
      long received = 0;
      byte[] into = new byte[1 << 20];
      int got = client.getInputStream().read(into);
      while (got >= 0) {
        received += got;
        got = client.getInputStream().read(into);
      }

      // Then
      assertThat(received).isBetween(SIZE + 1, SIZE + 1000);
      assertThat(ended.join()).isNull();
    }
  }

  @Test
  void sendsAFileForAsLongAsItMayTake(@TempDir Path folder) throws Exception {
    // Given: a client that takes a while longer than it may be silent for.
    patience = Duration.ofMillis(200);
    minSpeed = 1;
    Path file = folder.resolve("image");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(SIZE);
    }
    serving =
        sink -> {
          sink.send(new CachedImage.Complete(file, () -> {}), new ByteRange(0, SIZE), moved -> {});
        };
    try (Socket client = server.send("GET / HTTP/1.1\nHost: x\nConnection: close")) {

      // When
      client.getInputStream().readNBytes(1000);
      Thread.sleep(patience.multipliedBy(4));
      client.getInputStream().transferTo(OutputStream.nullOutputStream());

      // Then
      assertThat(ended.join()).isNull();
    }
  }

  private final AtomicLong before = new AtomicLong(-1);

  private boolean isStill() {
    return before.getAndSet(image.given.get()) == image.given.get();
  }

  /** Zeros without end, up to the size of the image. */
  private static final class Zeros extends InputStream {
    final AtomicLong given = new AtomicLong();

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] into, int at, int length) {
      Objects.checkFromIndexSize(at, length, into.length);
      int got = (int) Math.min(length, SIZE - given.get());
      given.addAndGet(got);
      return got == 0 ? -1 : got;
    }
  }
}
