package io.vitrine.worker.fetch;

import static io.vitrine.worker.fetch.Fetching.allOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.vitrine.remote.RemoteUrl;
import io.vitrine.worker.fetch.FetchLimits.Ahead;
import io.vitrine.worker.fetch.SourceServer.Seen;
import io.vitrine.worker.fetch.SourceServer.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangedFetchTest {
  private static final int RANGE = 100_000;
  private static final byte[] BYTES = Fetching.bytes(9 * RANGE + 1);
  private static final Ahead AHEAD = new Ahead(4, RANGE);

  private final SourceServer server = new SourceServer();

  @AfterEach
  void stop() {
    server.close();
    Thread.interrupted();
  }

  @Test
  void asksForEachRangeOnce() throws Exception {
    // Given
    server.parts("/a", BYTES);

    // When
    try (RemoteStream stream = open()) {
      // Then
      assertThat(stream.announcedSize()).isEqualTo(OptionalLong.of(BYTES.length));
      assertThat(allOf(stream)).isEqualTo(BYTES);
    }
    assertThat(server.seen())
        .extracting(Seen::range)
        .containsExactlyInAnyOrder(
            "",
            "bytes=100000-199999",
            "bytes=200000-299999",
            "bytes=300000-399999",
            "bytes=400000-499999",
            "bytes=500000-599999",
            "bytes=600000-699999",
            "bytes=700000-799999",
            "bytes=800000-899999",
            "bytes=900000-900000");
  }

  @Test
  void fetchesNoFurtherAheadThanItHasConnections() throws Exception {
    // Given
    AtomicLong read = new AtomicLong();
    Set<String> tooFar = ConcurrentHashMap.newKeySet();
    server.at(
        "/a",
        exchange -> {
          Span span = Span.asked(exchange, BYTES.length);
          if (exchange.getRequestHeaders().containsKey("Range")
              && span.end() > read.get() + 4L * RANGE) {
            tooFar.add(span.toString());
          }
          SourceServer.sendAsAsked(exchange, BYTES, SourceServer.TAG);
        });

    // When
    try (RemoteStream stream = open()) {
      byte[] piece = new byte[1000];
      int got;
      do {
        read.addAndGet(piece.length);
        got = stream.read(piece);
        read.addAndGet(Math.max(0, got) - piece.length);
      } while (got >= 0);
    }

    // Then
    assertThat(tooFar).isEmpty();
  }

  @Test
  void goesOnWithinEachRangeThatBreaks() throws Exception {
    // Given
    Set<Integer> broken = ConcurrentHashMap.newKeySet();
    server.at(
        "/a",
        exchange -> {
          Span span = Span.asked(exchange, BYTES.length);
          if (span.length() == RANGE && broken.add(span.from())) {
            promise(exchange, span, BYTES.length);
            exchange.getResponseBody().write(BYTES, span.from(), RANGE / 2);
          } else {
            SourceServer.sendAsAsked(exchange, BYTES, SourceServer.TAG);
          }
        });

    // Then
    assertThat(fetch()).isEqualTo(BYTES);
    assertThat(server.seen())
        .extracting(Seen::range)
        .contains("bytes=150000-199999", "bytes=250000-299999", "bytes=850000-899999");
  }

  @Test
  void noticesARangeThatIsTruncatedAgainAndAgain() {
    // Given
    server.at(
        "/a",
        exchange -> {
          Span span = Span.asked(exchange, BYTES.length);
          if (span.from() >= 5 * RANGE) {
            promise(exchange, span, BYTES.length);
            exchange.getResponseBody().write(BYTES, span.from(), Math.min(7, span.length()));
          } else {
            SourceServer.sendAsAsked(exchange, BYTES, SourceServer.TAG);
          }
        });

    // Then
    assertThatThrownBy(this::fetch)
        .isInstanceOf(FetchException.class)
        .hasMessageMatching("The connection broke after 5000\\d\\d of 900001 bytes: .*");
  }

  /** What a server does that promises parts and does not give them. */
  private enum Empty {
    WHOLE(200, ""),
    NOT_FOUND(404, ""),
    BUSY(503, ""),
    NO_RANGE(206, ""),
    OTHER_BEGIN(206, "bytes 0-99999/900001"),
    OTHER_END(206, "bytes 100000-100009/900001"),
    OTHER_SIZE(206, "bytes 100000-199999/900002"),
    UNKNOWN_SIZE(206, "bytes 100000-199999/*");

    private final int status;
    private final String range;

    Empty(int status, String range) {
      this.status = status;
      this.range = range;
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsOverOneConnectionWhereAPromiseIsEmpty(Empty promise) throws Exception {
    // Given
    server.at(
        "/a",
        exchange -> {
          boolean part = exchange.getRequestHeaders().containsKey("Range");
          exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
          exchange.getResponseHeaders().set("ETag", SourceServer.TAG);
          if (!promise.range.isEmpty() && part) {
            exchange.getResponseHeaders().set("Content-Range", promise.range);
          }
          exchange.sendResponseHeaders(part ? promise.status : 200, part ? 0 : BYTES.length);
          exchange.getResponseBody().write(BYTES);
        });

    // Then
    assertThat(fetch()).isEqualTo(BYTES);
    assertThat(server.seen()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "W/\"v1\"", "v1"})
  void asksForNoPartsOfASourceWithoutAStrongTag(String tag) throws Exception {
    // Given
    server.at(
        "/a",
        exchange -> {
          exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
          if (!tag.isEmpty()) {
            exchange.getResponseHeaders().set("ETag", tag);
          }
          SourceServer.send(exchange, BYTES);
        });

    // When
    try (RemoteStream stream = open()) {
      // Then
      assertThat(allOf(stream)).isEqualTo(BYTES);
    }
    assertThat(server.seen()).hasSize(1);
  }

  @Test
  void takesATimeThatHasSettledForATag() throws Exception {
    // Given
    String modified = httpDate(Duration.ofDays(1));
    server.at("/a", exchange -> sendModified(exchange, modified));

    // When
    try (RemoteStream stream = open()) {
      // Then
      assertThat(allOf(stream)).isEqualTo(BYTES);
    }
    assertThat(server.seen()).hasSize(10);
  }

  @Test
  void takesATimeThatHasJustBeenForNoTag() throws Exception {
    // Given
    String modified = httpDate(Duration.ZERO);
    server.at("/a", exchange -> sendModified(exchange, modified));

    // When
    try (RemoteStream stream = open()) {
      // Then
      assertThat(allOf(stream)).isEqualTo(BYTES);
    }
    assertThat(server.seen()).hasSize(1);
  }

  private static String httpDate(Duration ago) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        ZonedDateTime.now(ZoneOffset.UTC).minus(ago));
  }

  private static void sendModified(HttpExchange exchange, String modified) throws IOException {
    exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
    exchange.getResponseHeaders().set("Last-Modified", modified);
    if (modified.equals(exchange.getRequestHeaders().getFirst("If-Range"))) {
      Span span = Span.asked(exchange, BYTES.length);
      exchange.getResponseHeaders().set("Content-Range", span + "/" + BYTES.length);
      exchange.sendResponseHeaders(206, span.length());
      exchange.getResponseBody().write(BYTES, span.from(), span.length());
    } else {
      SourceServer.send(exchange, BYTES);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Tag("attack")
  @Tag("OSSN-0061")
  void joinsNoTwoVersions(boolean heedsIfRange) {
    // Given
    server.at(
        "/a",
        exchange -> {
          Span span = Span.asked(exchange, BYTES.length);
          boolean changed = span.from() >= 5 * RANGE;
          if (changed && !heedsIfRange) {
            exchange.getResponseHeaders().set("ETag", "\"v2\"");
            exchange.getResponseHeaders().set("Content-Range", span + "/" + BYTES.length);
            exchange.sendResponseHeaders(206, span.length());
            exchange.getResponseBody().write(BYTES, span.from(), span.length());
          } else {
            SourceServer.sendAsAsked(exchange, BYTES, changed ? "\"v2\"" : SourceServer.TAG);
          }
        });

    // Then
    assertThatThrownBy(this::fetch)
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("what the server has now is something else");
  }

  @Test
  void believesNoRangeThatWasNotAskedFor() {
    // Given
    server.at(
        "/a",
        exchange -> {
          Span span = Span.asked(exchange, BYTES.length);
          if (span.from() == 5 * RANGE) {
            promise(exchange, new Span(span.from() + 1, span.end()), BYTES.length);
          } else {
            SourceServer.sendAsAsked(exchange, BYTES, SourceServer.TAG);
          }
        });

    // Then
    assertThatThrownBy(this::fetch)
        .isInstanceOf(FetchException.class)
        .hasMessage(
            "The connection broke after 500000 bytes, and the server does not go on from there.");
  }

  @Test
  void makesDoWithFewerConnectionsWhereNoMoreAreGranted() throws Exception {
    // Given
    AtomicInteger running = new AtomicInteger();
    server.at(
        "/a",
        exchange -> {
          if (exchange.getRequestHeaders().containsKey("Range") && running.incrementAndGet() > 1) {
            running.decrementAndGet();
            exchange.sendResponseHeaders(503, -1);
          } else {
            sendLastByteAfter(exchange, running::decrementAndGet);
          }
        });

    RemoteSources sources =
        Fetching.sources(
            Fetching.rules(server),
            Fetching.here(),
            new FetchLimits(
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                4,
                Duration.ofMillis(20),
                1,
                Duration.ofHours(1),
                AHEAD));

    // When
    try (RemoteStream stream = sources.open(request(), Fetching.ROOM, Room.none())) {
      // Then
      assertThat(allOf(stream)).isEqualTo(BYTES);
    }
  }

  /** Whoever has all of it knows then that something has been done. */
  private static void sendLastByteAfter(HttpExchange exchange, Runnable something)
      throws IOException {
    Span span = Span.asked(exchange, BYTES.length);
    if (!exchange.getRequestHeaders().containsKey("Range")) {
      SourceServer.sendAsAsked(exchange, BYTES, SourceServer.TAG);
      return;
    }
    promise(exchange, span, BYTES.length);
    exchange.getResponseBody().write(BYTES, span.from(), span.length() - 1);
    something.run();
    exchange.getResponseBody().write(BYTES, span.end() - 1, 1);
  }

  @Test
  void keepsToTheMirrorThatItWasSentToFirst() throws Exception {
    // Given
    AtomicInteger mirror = new AtomicInteger();
    server.at(
        "/a",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/mirror" + mirror.incrementAndGet());
          exchange.sendResponseHeaders(302, -1);
        });
    server.parts("/mirror1", BYTES);
    server.at("/mirror2", exchange -> SourceServer.sendAsAsked(exchange, BYTES, "\"v2\""));

    // Then
    assertThat(fetch()).isEqualTo(BYTES);
    assertThat(mirror).hasValue(1);
  }

  @Test
  void staysWithAMirrorInTroubleWhereAnotherOneHasAnotherVersion() throws Exception {
    // Given
    AtomicInteger mirror = new AtomicInteger();
    Set<Integer> refused = ConcurrentHashMap.newKeySet();
    server.at(
        "/a",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/mirror" + mirror.incrementAndGet());
          exchange.sendResponseHeaders(302, -1);
        });
    server.at(
        "/mirror1",
        exchange -> {
          int from = Span.asked(exchange, BYTES.length).from();
          if (from >= 5 * RANGE && refused.add(from)) {
            exchange.sendResponseHeaders(503, -1);
          } else {
            SourceServer.sendAsAsked(exchange, BYTES, SourceServer.TAG);
          }
        });

    // Then
    assertThat(fetch()).isEqualTo(BYTES);
    assertThat(mirror).hasValue(6);
  }

  @Test
  void asksAnewForAPlaceThatIsGoodForAWhileOnly() throws Exception {
    // Given
    AtomicInteger signature = new AtomicInteger();
    server.at(
        "/a",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/b?" + signature.incrementAndGet());
          exchange.sendResponseHeaders(302, -1);
        });
    server.at(
        "/b",
        exchange -> {
          int from = Span.asked(exchange, BYTES.length).from();
          if (from >= 5 * RANGE && exchange.getRequestURI().getQuery().equals("1")) {
            exchange.sendResponseHeaders(403, -1);
          } else {
            SourceServer.sendAsAsked(exchange, BYTES, SourceServer.TAG);
          }
        });

    // Then
    assertThat(fetch()).isEqualTo(BYTES);
  }

  @Test
  void givesUpASourceThatTrickles() throws Exception {
    // Given
    server.parts("/a", BYTES);
    AtomicLong now = new AtomicLong();
    RemoteSources sources =
        new RemoteSources(
            Fetching.rules(server),
            Fetching.here(),
            Optional.empty(),
            Fetching.limits(1 << 20, Duration.ofDays(100), AHEAD),
            () -> now.addAndGet(TimeUnit.SECONDS.toNanos(100)));

    // When
    try (RemoteStream stream = sources.open(request(), Fetching.ROOM, Room.none())) {
      // Then
      assertThatThrownBy(() -> allOf(stream))
          .isInstanceOf(FetchException.class)
          .hasMessageStartingWith("It sends too slowly: ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          1048576, It sends too slowly: [0-9]+ bytes came in [0-9]+ seconds\\.
          0,       The connection broke after 10 of 400000 bytes: the server is silent\\.
          """)
  @Timeout(60)
  void givesUpASourceThatFallsSilentWithoutEnd(long minSpeed, String reason) throws Exception {
    // Given a server that sends the beginning of each range, and then nothing
    AtomicLong now = new AtomicLong();
    try (RawServer silent = new RawServer()) {
      silent.does((client, request) -> {
        client.getOutputStream().write(headers(request));
        client.getOutputStream().write(BYTES, 0, 10);
        client.getInputStream().read();
      });
      RemoteSources sources =
          new RemoteSources(
              Fetching.anywhere(),
              Fetching.here(),
              Optional.empty(),
              Fetching.limits(minSpeed, Duration.ofDays(100), AHEAD),
              () -> now.addAndGet(TimeUnit.SECONDS.toNanos(30)));

      // When
      try (RemoteStream stream = sources.open(Fetching.url(silent), Fetching.ROOM, Room.none())) {
        // Then
        assertThatThrownBy(() -> allOf(stream))
            .isInstanceOf(FetchException.class)
            .hasMessageMatching(reason);
      }
    }
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2015-003")
  void refusesWhatIsTooLarge() throws Exception {
    // Given
    server.parts("/a", BYTES);
    RemoteSources sources =
        Fetching.sources(Fetching.rules(server), Fetching.here(), Fetching.limits(AHEAD));

    // Then
    assertThatThrownBy(() -> sources.open(request(), BYTES.length - 1, Room.none()))
        .hasMessage("It has more than 900000 bytes, and there is no room for more.");
  }

  @Test
  void anInterruptEndsTheWaitAndAllConnections() throws Exception {
    // Given a server that sends headers, and then nothing
    CountDownLatch waiting = new CountDownLatch(4);
    CountDownLatch closed = new CountDownLatch(4);
    Thread reader = Thread.currentThread();
    try (RawServer silent = new RawServer()) {
      silent.does((client, request) -> {
        client.getOutputStream().write(headers(request));
        waiting.countDown();
        if (waiting.getCount() == 0) {
          reader.interrupt();
        }
        try {
          client.getInputStream().read();
        } finally {
          closed.countDown();
        }
      });

      // When
      try (RemoteStream stream = open(silent)) {
        assertThatThrownBy(() -> allOf(stream)).isInstanceOf(InterruptedException.class);
      }

      // Then
      assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static RemoteStream open(RawServer server) throws Exception {
    return Fetching.sources(Fetching.anywhere(), Fetching.here(), Fetching.limits(AHEAD))
        .open(Fetching.url(server), Fetching.ROOM, Room.none());
  }

  private static byte[] headers(RawServer.Seen request) {
    String range =
        request.headers().stream()
            .filter(line -> line.startsWith("Range: bytes="))
            .map(line -> line.substring("Range: bytes=".length()))
            .findFirst()
            .orElse("");
    String common = "Accept-Ranges: bytes\r\nETag: \"v1\"\r\n";
    String answer =
        range.isEmpty()
            ? "HTTP/1.1 200 OK\r\n%sContent-Length: 400000\r\n\r\n".formatted(common)
            : "HTTP/1.1 206 Partial\r\n%sContent-Length: %d\r\nContent-Range: bytes %s/400000\r\n\r\n"
                .formatted(common, RANGE, range);
    return answer.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void takesAsManyConnectionsAsThereAreRanges() throws Exception {
    // Given
    byte[] small = Arrays.copyOf(BYTES, RANGE + 1);
    server.parts("/a", small);

    // Then
    assertThat(fetch()).isEqualTo(small);
    assertThat(server.seen()).extracting(Seen::range).containsExactly("", "bytes=100000-100000");
  }

  @Test
  void readsTheSameWithAnyRanges() throws Exception {
    // Given
    server.parts("/a", BYTES);

    // Then
    for (int size : IntStream.of(33_333, 450_000, 450_001, 900_000, 900_001, 1 << 20).toArray()) {
      try (RemoteStream stream = open(request(), new Ahead(3, size))) {
        assertThat(allOf(stream)).isEqualTo(BYTES);
      }
    }
  }

  private static void promise(HttpExchange exchange, Span span, int size) throws IOException {
    exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
    exchange.getResponseHeaders().set("ETag", SourceServer.TAG);
    exchange.getResponseHeaders().set("Content-Range", span + "/" + size);
    exchange.sendResponseHeaders(
        exchange.getRequestHeaders().containsKey("Range") ? 206 : 200, span.length());
    exchange.getResponseBody().flush();
  }

  private byte[] fetch() throws Exception {
    try (RemoteStream stream = open()) {
      return allOf(stream);
    }
  }

  private RemoteStream open() throws Exception {
    return open(request(), AHEAD);
  }

  private RemoteStream open(SourceRequest request, Ahead ahead) throws Exception {
    return Fetching.sources(Fetching.rules(server), Fetching.here(), Fetching.limits(ahead))
        .open(request, Fetching.ROOM, Room.none());
  }

  private SourceRequest request() throws IOException {
    return SourceRequest.of(RemoteUrl.parse(server.url("/a")));
  }
}
