package io.vitrine.worker.fetch;

import static io.vitrine.worker.fetch.Fetching.allOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.remote.RemoteUrl;
import io.vitrine.remote.SourceRules;
import io.vitrine.worker.fetch.FetchLimits.Ahead;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteSourcesTest {
  private static final long LIMIT = 1L << 30;
  private static final byte[] BYTES = new byte[3_000_000];

  static {
    new Random(7).nextBytes(BYTES);
  }

  private final SourceServer server = new SourceServer();
  private final AtomicLong now = new AtomicLong();
  private Resolver resolver =
      host -> {
        throw new UnknownHostException(host);
      };

  @AfterEach
  void stop() {
    server.close();
    Thread.interrupted();
  }

  @Test
  void readsAFile() throws Exception {
    // Given
    server.file("/a", BYTES);

    // When
    try (RemoteStream stream = open(server.url("/a"))) {
      // Then
      assertThat(stream.announcedSize()).isEqualTo(OptionalLong.of(BYTES.length));
      assertThat(allOf(stream)).isEqualTo(BYTES);
    }
  }

  @Test
  void readsAFileOfUnannouncedLength() throws Exception {
    // Given
    server.at(
        "/a",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(BYTES);
          exchange.getResponseBody().close();
        });

    // When
    try (RemoteStream stream = open(server.url("/a"))) {
      // Then
      assertThat(stream.announcedSize()).isEmpty();
      assertThat(allOf(stream)).isEqualTo(BYTES);
    }
  }

  @Test
  void readsAnEmptyFile() throws Exception {
    server.at(
        "/a",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Length", "0");
          exchange.sendResponseHeaders(200, -1);
        });
    assertThat(fetch(server.url("/a"))).isEmpty();
  }

  @Test
  void asksTheHostByItsNameAtItsCheckedAddress() throws Exception {
    // Given
    server.file("/a", BYTES);
    resolver = answers("127.0.0.1");

    // When
    byte[] bytes = fetch(named("/a"));

    // Then
    assertThat(bytes).isEqualTo(BYTES);
    assertThat(server.seen())
        .containsExactly(new SourceServer.Seen("/a", "mirror.example:" + server.port(), ""));
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2026-004")
  void resolvesANameOnceForAConnection() throws Exception {
    // Given
    server.file("/a", BYTES);
    resolver = answers("127.0.0.1", "169.254.169.254");

    // Then
    assertThat(fetch(named("/a"))).isEqualTo(BYTES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.2", "10.0.0.1", "169.254.169.254", "::1", "fd00::1", "64:ff9b::7f00:1"})
  @Tag("attack")
  @Tag("OSSA-2026-004")
  void refusesANameWithAPrivateAddress(String address) {
    // Given
    resolver = answers(address);

    // Then
    assertThatThrownBy(() -> open(named("/a")))
        .isInstanceOf(FetchException.class)
        .hasMessage(
            "Nothing is fetched from mirror.example: it has an address that is not allowed.");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2026-004")
  void refusesANameOneOfWhoseAddressesIsPrivate() {
    // Given
    server.file("/a", BYTES);
    resolver =
        host -> List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("127.0.0.2"));

    // Then
    assertThatThrownBy(() -> open(named("/a"))).isInstanceOf(FetchException.class);
    assertThat(server.seen()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.2/",
        "http://[::1]/",
        "http://169.254.169.254/",
        "http://8.8.8.8/"
      })
  @Tag("attack")
  @Tag("OSSN-0078")
  void refusesAddressesAndPortsThatAreNotAllowed(String url) {
    assertThatThrownBy(() -> open(url))
        .isInstanceOf(FetchException.class)
        .hasMessageStartingWith("Nothing is fetched from");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2026-004")
  void checksTheNameAgainForTheNextConnection() {
    // Given
    server.brittle("/a", BYTES, 1_000_000);
    resolver = answers("127.0.0.1", "127.0.0.2");

    // Then
    assertThatThrownBy(() -> fetch(named("/a")))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("an address that is not allowed");
    assertThat(server.seen()).hasSize(1);
  }

  @Test
  void followsRedirects() throws Exception {
    // Given
    server.redirect("/a", "/b?c=d").redirect("/b", server.url("/c")).file("/c", BYTES);

    // Then
    assertThat(fetch(server.url("/a"))).isEqualTo(BYTES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.2/a",
        "//[::1]/a",
        "http://169.254.169.254/latest/meta-data/",
        "http://2130706433/a",
        "http://user:secret@127.0.0.1/a",
        "file:///etc/passwd",
        "http://127.0.0.1:22/a",
        "http://a b/",
      })
  @Tag("attack")
  @Tag("OSSA-2026-004")
  void refusesRedirectsToWhereNothingIsFetchedFrom(String location) {
    // Given
    server.redirect("/a", location);

    // Then
    assertThatThrownBy(() -> open(server.url("/a"))).isInstanceOf(FetchException.class);
    assertThat(server.seen()).hasSize(1);
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2026-004")
  void checksTheNameOfEachHop() {
    // Given
    resolver = answers("127.0.0.1", "127.0.0.2");
    server.redirect("/a", named("/b")).file("/b", BYTES);

    // Then
    assertThatThrownBy(() -> open(named("/a"))).isInstanceOf(FetchException.class);
    assertThat(server.seen()).hasSize(1);
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2026-004")
  void endsACircleOfRedirects() {
    // Given
    server.redirect("/a", "/a");

    // Then
    assertThatThrownBy(() -> open(server.url("/a"))).hasMessage("It redirects more than 5 times.");
    assertThat(server.seen()).hasSize(6);
  }

  @Test
  void goesOnAfterABrokenConnection() throws Exception {
    // Given
    server.brittle("/a", BYTES, 1_200_000);

    // When
    byte[] bytes = fetch(server.url("/a"));

    // Then
    assertThat(bytes).isEqualTo(BYTES);
    assertThat(server.seen())
        .extracting(SourceServer.Seen::range)
        .containsExactly("", "bytes=1200000-", "bytes=2400000-");
  }

  @Test
  void givesUpAConnectionThatBreaksAgainAndAgain() {
    // Given
    server.brittle("/a", BYTES, 100_000);

    // Then
    assertThatThrownBy(() -> fetch(server.url("/a")))
        .isInstanceOf(FetchException.class)
        .hasMessageStartingWith("The connection broke after 500000 of 3000000 bytes: ");
  }

  @Test
  void noticesATruncatedBody() {
    // Given
    server.truncated("/a", BYTES, 2_000_000);

    // Then
    assertThatThrownBy(() -> fetch(server.url("/a")))
        .hasMessage(
            "The connection broke after 2000000 of 3000000 bytes, and the server gives no entity tag to go on with.");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Tag("attack")
  @Tag("OSSN-0061")
  void joinsNoTwoVersions(boolean heedsIfRange) {
    // Given
    AtomicInteger version = new AtomicInteger();
    server.at(
        "/a",
        exchange -> {
          boolean rest = !heedsIfRange && exchange.getRequestHeaders().containsKey("Range");
          exchange.getResponseHeaders().set("ETag", "\"v%d\"".formatted(version.incrementAndGet()));
          if (rest) {
            exchange.getResponseHeaders().set("Content-Range", "bytes 1000000-2999999/3000000");
          }
          exchange.sendResponseHeaders(rest ? 206 : 200, rest ? 2_000_000 : BYTES.length);
          exchange.getResponseBody().write(BYTES, 0, 1_000_000);
          exchange.getResponseBody().flush();
        });

    // Then
    assertThatThrownBy(() -> fetch(server.url("/a")))
        .hasMessage(
            "The connection broke after 1000000 bytes, and what the server has now is something else.");
  }

  @Test
  void believesNoRangeThatWasNotAskedFor() {
    // Given
    server.at(
        "/a",
        exchange -> {
          boolean again = exchange.getRequestHeaders().containsKey("Range");
          exchange.getResponseHeaders().set("ETag", SourceServer.TAG);
          if (again) {
            exchange.getResponseHeaders().set("Content-Range", "bytes 0-9/3000000");
          }
          exchange.sendResponseHeaders(again ? 206 : 200, BYTES.length);
          exchange.getResponseBody().write(BYTES, 0, 1_000_000);
          exchange.getResponseBody().flush();
        });

    // Then
    assertThatThrownBy(() -> fetch(server.url("/a")))
        .hasMessage(
            "The connection broke after 1000000 bytes, and the server does not go on from there.");
  }

  @Test
  void asksAgainWhereThatMayHelp() throws Exception {
    // Given
    Queue<Integer> trouble = new ArrayDeque<>(List.of(503, 429, 500));
    server.at(
        "/a",
        exchange -> {
          Integer status = trouble.poll();
          if (status == null) {
            SourceServer.send(exchange, BYTES);
          } else {
            exchange.sendResponseHeaders(status, -1);
          }
        });

    // Then
    assertThat(fetch(server.url("/a"))).isEqualTo(BYTES);
  }

  @Test
  void givesUpAServerInTrouble() {
    // Given
    server.status("/a", 503);

    // Then
    assertThatThrownBy(() -> open(server.url("/a")))
        .hasMessage("It cannot be reached: the server answered 503.");
    assertThat(server.seen()).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 403, 401, 204, 206, 302, 418})
  void saysWhatElseTheServerAnswered(int status) {
    // Given
    server.status("/a", status);

    // Then
    assertThatThrownBy(() -> open(server.url("/a"))).isInstanceOf(FetchException.class);
    assertThat(server.seen()).hasSize(1);
  }

  @Test
  void refusesAnEncodedBody() {
    // Given
    server.at(
        "/a",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          SourceServer.send(exchange, BYTES);
        });

    // Then
    assertThatThrownBy(() -> open(server.url("/a")))
        .hasMessage("The server sends it encoded (gzip) only.");
  }

  @Test
  void repeatsNoControlCharactersAndNoLongTexts() {
    // Given
    server.at(
        "/a",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Encoding", "\u001b[31m" + "x".repeat(1000));
          SourceServer.send(exchange, BYTES);
        });

    // Then
    assertThatThrownBy(() -> open(server.url("/a")))
        .hasMessageStartingWith("The server sends it encoded (?[31mxxx")
        .extracting(e -> e.getMessage().length())
        .isEqualTo(301);
  }

  @Test
  void saysThatAHostIsUnknown() {
    assertThatThrownBy(() -> open(named("/a")))
        .hasMessage("It cannot be reached: the host is not known.");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2015-003")
  void refusesWhatIsAnnouncedTooLarge() {
    // Given
    server.file("/a", BYTES);

    // Then
    assertThatThrownBy(() -> sources().open(url(server.url("/a")), BYTES.length - 1, Room.none()))
        .hasMessage("It has more than 2999999 bytes, and there is no room for more.");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2015-003")
  void refusesWhatTurnsOutTooLarge() throws Exception {
    // Given
    server.at(
        "/a",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(BYTES);
          exchange.getResponseBody().close();
        });

    // When
    try (RemoteStream stream =
        sources().open(url(server.url("/a")), BYTES.length - 1, Room.none())) {
      // Then
      assertThatThrownBy(() -> allOf(stream))
          .hasMessage("It has more than 2999999 bytes, and there is no room for more.");
    }
  }

  @Test
  void givesUpALineBetweenChunksThatHasNoEnd() throws Exception {
    // Given
    byte[] digits = "0".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    try (RawServer endless = new RawServer()) {
      endless.does((client, request) -> {
        OutputStream out = client.getOutputStream();
        out.write(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 64; i++) {
          out.write(digits);
        }
      });
      RemoteSources sources = Fetching.sources(Fetching.anywhere(), resolver, limits());

      // When
      try (RemoteStream stream = sources.open(Fetching.url(endless), LIMIT, Room.none())) {
        // Then
        assertThatThrownBy(() -> allOf(stream))
            .isInstanceOf(FetchException.class)
            .hasMessage("The server sends much that is no part of it.");
      }
    }
  }

  @Test
  void givesUpASourceThatTrickles() throws Exception {
    // Given
    server.file("/a", BYTES);
    RemoteSources sources = ticking(limits());

    // When
    try (RemoteStream stream = sources.open(url(server.url("/a")), LIMIT, Room.none())) {
      // Then
      assertThatThrownBy(() -> allOf(stream))
          .isInstanceOf(FetchException.class)
          .hasMessageStartingWith("It sends too slowly: ");
    }
  }

  @Test
  void givesUpASourceThatTakesTooLongAtAnySpeed() throws Exception {
    // Given
    server.file("/a", BYTES);
    RemoteSources sources = ticking(limits(0, Duration.ofSeconds(1000)));

    // When
    try (RemoteStream stream = sources.open(url(server.url("/a")), LIMIT, Room.none())) {
      // Then
      assertThatThrownBy(
              () -> {
                while (true) {
                  stream.read(new byte[1]);
                }
              })
          .isInstanceOf(FetchException.class)
          .hasMessageMatching(
              "It takes longer than 1000 seconds; [0-9]+ of 3000000 bytes have come.");
    }
  }

  @Test
  void givesUpASourceThatTakesTooLongToConnectTo() {
    // Given
    server.status("/a", 503);
    RemoteSources sources = ticking(limits(1, Duration.ofSeconds(150)));

    // Then
    assertThatThrownBy(() -> sources.open(url(server.url("/a")), LIMIT, Room.none()))
        .isInstanceOf(FetchException.class)
        .hasMessage("It takes longer than 150 seconds; 0 bytes have come.");
  }

  /** On a clock by which 100 seconds pass between any two looks at it. */
  private RemoteSources ticking(FetchLimits limits) {
    return new RemoteSources(
        rules(),
        resolver,
        Optional.empty(),
        limits,
        () -> now.addAndGet(TimeUnit.SECONDS.toNanos(100)));
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    // Given
    CountDownLatch closed = new CountDownLatch(1);
    Thread reader = Thread.currentThread();
    server.at(
        "/a",
        exchange -> {
          exchange.sendResponseHeaders(200, BYTES.length);
          exchange.getResponseBody().write(BYTES, 0, 10);
          exchange.getResponseBody().flush();
          reader.interrupt();
          try {
            while (true) {
              exchange.getResponseBody().write(BYTES, 0, 1);
              exchange.getResponseBody().flush();
              Thread.onSpinWait();
            }
          } catch (IOException e) {
            closed.countDown();
          }
        });

    // When
    try (RemoteStream stream = open(server.url("/a"))) {
      assertThatThrownBy(() -> allOf(stream)).isInstanceOf(InterruptedException.class);
    } catch (InterruptedException e) {
      // It came while connecting.
    }

    // Then
    assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private byte[] fetch(String url) throws Exception {
    try (RemoteStream stream = open(url)) {
      return allOf(stream);
    }
  }

  private RemoteStream open(String url) throws Exception {
    return sources().open(url(url), LIMIT, Room.none());
  }

  private static RemoteUrl url(String text) throws IOException {
    return RemoteUrl.parse(text);
  }

  private String named(String path) {
    return "http://mirror.example:%d%s".formatted(server.port(), path);
  }

  private RemoteSources sources() {
    return Fetching.sources(rules(), resolver, limits());
  }

  private static FetchLimits limits() {
    return limits(16 << 10, Duration.ofHours(6));
  }

  private static FetchLimits limits(long minSpeed, Duration timeLimit) {
    return Fetching.limits(minSpeed, timeLimit, Ahead.NONE);
  }

  private SourceRules rules() {
    return Fetching.rules(server);
  }

  /** A name server that changes its mind. */
  private static Resolver answers(String... addresses) {
    Queue<String> left = new ArrayDeque<>(List.of(addresses));
    return host -> List.of(InetAddress.ofLiteral(left.remove()));
  }
}
