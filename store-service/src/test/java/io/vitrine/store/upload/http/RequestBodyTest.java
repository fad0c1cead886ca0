package io.vitrine.store.upload.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.vitrine.problem.RequestProblem;
import io.vitrine.store.platform.Pace;
import io.vitrine.store.platform.TestServer;
import io.vitrine.store.upload.UploadBody.CutException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
  private static final int MIB = 1 << 20;

  private final CompletableFuture<RequestBody> arrived = new CompletableFuture<>();
  private long minSpeed;
  private Duration patience = Duration.ofSeconds(20);
  private final TestServer server =
      new TestServer(
          request -> arrived.complete(new RequestBody(request, new Pace(patience, minSpeed))));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void readsWhatTheClientSent() throws IOException {
    // Given
    try (Socket client = server.send("PUT / HTTP/1.1\nHost: x\nContent-Length: 11")) {
      client.getOutputStream().write("hello world".getBytes(StandardCharsets.US_ASCII));
      byte[] into = new byte[8];

      // When
      int first = arrived.join().read(into);
      String begin = new String(into, 0, first, StandardCharsets.US_ASCII);
      int second = arrived.join().read(into);

      // Then
      assertThat(begin).isEqualTo("hello wo");
      assertThat(new String(into, 0, second, StandardCharsets.US_ASCII)).isEqualTo("rld");
      assertThat(arrived.join().read(into)).isZero();
    }
  }

  @Test
  void invitesAClientThatWaitsForLeaveOnlyWhenItsBytesAreWanted() throws IOException {
    // Given
    try (Socket client =
        server.send("PUT / HTTP/1.1\nHost: x\nContent-Length: 1\nExpect: 100-continue")) {
      RequestBody body = arrived.join();
      CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> body.read(new byte[4]));

      // When
      String invitation = line(client);
      client.getOutputStream().write('x');

      // Then
      assertThat(invitation).isEqualTo("HTTP/1.1 100 Continue");
      assertThat(read.join()).isEqualTo(1);
    }
  }

  @Test
  void holdsBackAClientWhoseBytesNobodyReads() throws Exception {
    // Given
    AtomicLong sent = new AtomicLong();
    try (Socket client = server.send("PUT / HTTP/1.1\nHost: x\nContent-Length: 1073741824")) {
      client.setSendBufferSize(64 << 10);
      Thread.ofVirtual().start(() -> sendForEver(client, sent));
      RequestBody body = arrived.join();

      // When
      body.read(new byte[MIB]);

      // Then: what is under way fills the sockets' buffers and no more.
      await().during(Duration.ofSeconds(1)).until(() -> isStill(sent));
      assertThat(sent).hasValueLessThan(32L * MIB);
    }
  }

  @Test
  void noticesThatTheClientIsCutOff() throws IOException {
    // Given
    try (Socket client = server.send("PUT / HTTP/1.1\nHost: x\nContent-Length: 100")) {
      client.getOutputStream().write(new byte[10]);
      client.getOutputStream().flush();
      arrived.join();
    }

    // When, Then
    assertThatExceptionOfType(CutException.class)
        .isThrownBy(() -> arrived.join().read(new byte[100]));
  }

  @Test
  void keepsWhatCameBeforeTheClientWasCutOff() throws IOException {
    // Given: more than waits between the event loop and the reader
    byte[] sent = new byte[3 * MIB];
    try (Socket client = server.send("PUT / HTTP/1.1\nHost: x\nContent-Length: 100000000")) {
      RequestBody body = arrived.join();
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(() -> sendAndClose(client, sent));

      // When
      byte[] into = new byte[2 * sent.length];
      CutException cut = catchThrowableOfType(CutException.class, () -> body.read(into));

      // Then
      assertThat(cut.kept()).isEqualTo(sent.length);
      sending.join();
    }
  }

  private static void sendAndClose(Socket client, byte[] bytes) {
    try {
      client.getOutputStream().write(bytes);
      client.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void givesWayWhileItsClientGoesOnSending() throws IOException {
    // Given
    try (Socket client = server.send("PUT / HTTP/1.1\nHost: x\nContent-Length: 1073741824")) {
      Thread.ofVirtual().start(() -> sendForEver(client, new AtomicLong()));
      RequestBody body = arrived.join();
      body.read(new byte[MIB]);

      // When
      body.giveWay();

      // Then
      assertThatExceptionOfType(CutException.class)
          .isThrownBy(() -> body.read(new byte[512 * MIB]));
    }
  }

  @Test
  void endsWithAClientThatTrickles() throws IOException {
    // Given
    minSpeed = 1L << 50;
    patience = Duration.ofSeconds(1);
    try (Socket client = server.send("PUT / HTTP/1.1\nHost: x\nContent-Length: 1073741824")) {
      Thread.ofVirtual().start(() -> trickle(client));

      // When, Then
      assertThatExceptionOfType(CutException.class)
          .isThrownBy(() -> {
            while (true) {
              arrived.join().read(new byte[MIB]);
            }
          })
          .withMessage("the client sent too slowly");
    }
  }

  private static void trickle(Socket client) {
    try {
      while (true) {
        client.getOutputStream().write(0);
      }
    } catch (IOException e) {
      // The test has ended.
    }
  }

  @Test
  void letsAClientThatIsStillSendingReadWhyItIsRefused() throws Exception {
    // Given
    try (Socket client = server.send("PUT / HTTP/1.1\nHost: x\nContent-Length: 8388608")) {
      client.getOutputStream().write(new byte[1024]);
      RequestBody body = arrived.join();
      body.read(new byte[1024]);

      // When
      body.refuse(new RequestProblem.Malformed("no good").asException());
      client.getOutputStream().write(new byte[8 * MIB - 1024]);
      String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      // Then
      assertThat(answer).startsWith("HTTP/1.1 400 ").contains("no good");
    }
  }

  @Test
  void hangsUpOnARefusedClientThatDoesNotStop() throws Exception {
    // Given
    AtomicLong sent = new AtomicLong();
    try (Socket client = server.send("PUT / HTTP/1.1\nHost: x\nContent-Length: 1073741824")) {
      RequestBody body = arrived.join();

      // When
      body.refuse(new RequestProblem.Malformed("no good").asException());
      sendForEver(client, sent);

      // Then
      assertThat(sent).hasValueLessThan(64L * MIB);
    }
  }

  private static void sendForEver(Socket client, AtomicLong sent) {
    byte[] zeros = new byte[64 << 10];
    try {
      OutputStream out = client.getOutputStream();
      while (true) {
        out.write(zeros);
        sent.addAndGet(zeros.length);
      }
    } catch (IOException e) {
      // The server hung up, or the test did.
    }
  }

  private final AtomicLong before = new AtomicLong(-1);

  private boolean isStill(AtomicLong counter) {
    return before.getAndSet(counter.get()) == counter.get();
  }

  private static String line(Socket client) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = client.getInputStream().read();
    while (next != '\r') {
      line.append((char) next);
      next = client.getInputStream().read();
    }
    return line.toString();
  }
}
