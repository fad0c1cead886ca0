package io.vitrine.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.epoll.Epoll;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vitrine.handover.HandOver;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs both ways: through this process, and by the kernel. */
@ParameterizedClass
@EnumSource
@Timeout(60)
class DeliveryTest {
  private enum Way {
    PIPED,
    SPLICED
  }

  private static final byte[] BYTES = new byte[3 << 20];

  static {
    new Random(3).nextBytes(BYTES);
  }

  private final Way way;
  private final Vertx vertx;
  private final StoreReader stores;
  private final AtomicLong written = new AtomicLong();
  private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

  DeliveryTest(Way way) {
    this.way = way;
    this.vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(way == Way.SPLICED));
    this.stores = new StoreReader(vertx, Duration.ofSeconds(2), new SimpleMeterRegistry());
  }

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void bringsARange() throws Exception {
    // When
    HttpResponse<byte[]> answer = deliver(1000, 2_000_000, store(DeliveryTest::serve));

    // Then
    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.headers().firstValue("ETag")).contains("\"tag\"");
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(BYTES, 1000, 2_001_000));
  }

  @Test
  void goesOnWithTheOtherCopyWhereOneBreaksOff() throws Exception {
    // Given
    AtomicInteger asked = new AtomicInteger();
    URI breaking = store(request -> serve(request, 500_000));
    URI sound =
        store(request -> {
          asked.incrementAndGet();
          serve(request);
        });

    // When
    HttpResponse<byte[]> answer = deliver(0, BYTES.length, breaking, sound);

    // Then
    assertThat(answer.body()).isEqualTo(BYTES);
    assertThat(asked).hasValue(1);
  }

  @Test
  void goesOnWithTheSameCopyIfItIsTheOnlyOne() throws Exception {
    assertThat(deliver(0, BYTES.length, store(request -> serve(request, 1_000_000))).body())
        .isEqualTo(BYTES);
  }

  @Test
  void beginsWithTheCopyThatAnswers() throws Exception {
    // Given
    URI nobody = URI.create("http://127.0.0.1:1/x");
    URI lost = store(request -> request.response().setStatusCode(404).end());
    URI ignoring = store(request -> request.response().end(Buffer.buffer(BYTES)));

    // When
    HttpResponse<byte[]> answer =
        deliver(7, 1000, nobody, lost, ignoring, store(DeliveryTest::serve));

    // Then
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(BYTES, 7, 1007));
  }

  @Test
  void saysThatItIsMissingWhenItIsMissingEverywhere() throws Exception {
    // Given
    URI lost = store(request -> request.response().setStatusCode(404).end());

    // When
    deliver(0, 10, lost, lost);

    // Then
    assertThat(failure.join())
        .isInstanceOfSatisfying(
            Delivery.NothingReadException.class, e -> assertThat(e.isMissing()).isTrue());
  }

  @Test
  void givesUpACopyThatNeverGivesAByte() throws Exception {
    // Given
    AtomicInteger asked = new AtomicInteger();
    URI busy =
        store(request -> {
          asked.incrementAndGet();
          request.response().setStatusCode(503).end();
        });

    // When
    HttpResponse<byte[]> answer = deliver(0, 10, busy);

    // Then
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(failure.join())
        .isInstanceOfSatisfying(
            Delivery.NothingReadException.class, e -> assertThat(e.isMissing()).isFalse());
    assertThat(asked).hasValueBetween(2, 20);
  }

  @Test
  void holdsTheNextCopyBackWhileTheClientIsSlow() throws Exception {
    // Given: the first copy breaks off when the client has stopped taking bytes.
    long size = 256L << 20;
    AtomicLong given = new AtomicLong();
    URI breaking = store(request -> endless(request, size, 8 << 20, given));
    URI sound = store(request -> endless(request, size, Long.MAX_VALUE, given));
    HttpServer gateway = gateway(order(0, size, breaking, sound));

    // When
    try (Socket client = new Socket("127.0.0.1", gateway.actualPort())) {
      client
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      client.getInputStream().readNBytes(1000);

      // Then: windows, and what fits in the sockets' buffers.
      await()
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(30))
          .until(() -> isStill(given));
      assertThat(given).hasValueLessThan(size / 2);
    }
  }

  @Test
  void leavesTheBytesToTheKernelWhereItCan() throws Exception {
    // When
    HttpResponse<byte[]> answer = deliver(0, BYTES.length, store(DeliveryTest::serve));

    // Then
    assertThat(answer.body()).isEqualTo(BYTES);
    if (way == Way.SPLICED && Epoll.isAvailable()) {
      await().untilAsserted(() -> assertThat(written).hasValueBetween(1, BYTES.length / 2));
    } else {
      await().untilAsserted(() -> assertThat(written).hasValue(BYTES.length));
    }
  }

  @Test
  void bringsEveryByteToAClientThatReadsByFitsAndStarts() throws Exception {
    // Given: a server that closes its connection after each answer, so its end is seen early.
    long size = 24 << 20;
    byte[] bytes = new byte[(int) size];
    new Random(4).nextBytes(bytes);
    URI closing = store(request -> serve(request, bytes, true));
    HttpServer gateway = gateway(order(0, size, closing));

    // When
    byte[] got;
    try (Socket client = new Socket("127.0.0.1", gateway.actualPort())) {
      client
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = client.getInputStream();
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      Random random = new Random(5);
      byte[] block = new byte[1 << 20];
      for (int n = 0; n >= 0; n = in.read(block, 0, 1 + random.nextInt(block.length))) {
        read.write(block, 0, n);
        LockSupport.parkNanos(random.nextInt(20) == 0 ? 100_000_000 : 0);
      }
      got = read.toByteArray();
    }

    // Then
    assertThat(Arrays.copyOfRange(got, got.length - bytes.length, got.length)).isEqualTo(bytes);
  }

  private static boolean isStill(AtomicLong given) {
    long before = given.get();
    LockSupport.parkNanos(200_000_000);
    return before == given.get();
  }

  /** Gives zeros as fast as they are taken, and closes the connection after so many. */
  private static void endless(
      HttpServerRequest request, long size, long breakAfter, AtomicLong given) {
    String range = request.getHeader("Range").substring("bytes=".length());
    long length = size - Long.parseLong(range.split("-")[0]);
    var response =
        request.response().setStatusCode(206).putHeader("Content-Length", Long.toString(length));
    AtomicLong mine = new AtomicLong();
    Buffer piece = Buffer.buffer(new byte[64 << 10]);
    Runnable write =
        () -> {
          while (!response.writeQueueFull() && mine.get() < Math.min(length, breakAfter)) {
            response.write(piece);
            mine.addAndGet(piece.length());
            given.addAndGet(piece.length());
          }
        };
    response.drainHandler(drained -> write.run());
    write.run();
    if (breakAfter < length) {
      request.response().exceptionHandler(gone -> {});
      Vertx.currentContext().owner().setTimer(500, late -> request.connection().close());
    }
  }

  private static void serve(HttpServerRequest request) {
    serve(request, Integer.MAX_VALUE);
  }

  private static void serve(HttpServerRequest request, byte[] bytes, boolean close) {
    String[] range = request.getHeader("Range").substring("bytes=".length()).split("-");
    int first = Integer.parseInt(range[0]);
    int length = Integer.parseInt(range[1]) + 1 - first;
    request
        .response()
        .setStatusCode(206)
        .putHeader("Content-Length", Integer.toString(length))
        .end(Buffer.buffer().appendBytes(bytes, first, length))
        .onSuccess(sent -> {
          if (close) {
            request.connection().close();
          }
        });
  }

  /** Serves the range, but breaks off after so many bytes. */
  private static void serve(HttpServerRequest request, int atMost) {
    String[] range = request.getHeader("Range").substring("bytes=".length()).split("-");
    int first = Integer.parseInt(range[0]);
    int length = Integer.parseInt(range[1]) + 1 - first;
    request
        .response()
        .setStatusCode(206)
        .putHeader("Content-Length", Integer.toString(length))
        .write(Buffer.buffer().appendBytes(BYTES, first, Math.min(length, atMost)))
        .onSuccess(written -> {
          if (length > atMost) {
            request.connection().close();
          } else {
            request.response().end();
          }
        });
  }

  private URI store(Handler<HttpServerRequest> behaviour) {
    return URI.create("http://127.0.0.1:" + listen(behaviour).actualPort() + "/bucket/key?sign=1");
  }

  private HttpServer listen(Handler<HttpServerRequest> behaviour) {
    return vertx
        .createHttpServer()
        .requestHandler(behaviour)
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private HttpResponse<byte[]> deliver(long offset, long length, URI... sources) throws Exception {
    HttpServer gateway = gateway(order(offset, length, sources));
    try (HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.actualPort())).build(),
          BodyHandlers.ofByteArray());
    }
  }

  private static HandOver order(long offset, long length, URI... sources) {
    return new HandOver(206, Map.of("ETag", "\"tag\""), offset, length, List.of(sources), 60, 1);
  }

  private HttpServer gateway(HandOver order) {
    return listen(request ->
        new Delivery(vertx, stores, order, request)
            .start()
            .onSuccess(done -> written.set(request.response().bytesWritten()))
            .onFailure(e -> {
              failure.complete(e);
              request.response().setStatusCode(500).end();
            }));
  }
}
