package io.vitrine.worker.fetch;

import static io.vitrine.worker.fetch.Fetching.allOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.vitrine.remote.RemoteUrl;
import io.vitrine.worker.fetch.FetchLimits.Ahead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another image service's token goes there, and nowhere else. */
class OwnHeadersTest {
  private static final String SECRET = "gAAAA-secret";
  private static final Map<String, String> TOKEN = Map.of("X-Auth-Token", SECRET);
  private static final byte[] BYTES = Fetching.bytes(300_000);

  private final SourceServer server = new SourceServer();
  private final SourceServer other = new SourceServer();

  /** Path and token of each request that came; the token is empty where there was none. */
  private final List<String> came = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    server.close();
    other.close();
  }

  @Test
  void goWithEveryConnection() throws Exception {
    // Given
    server.at(
        "/a",
        exchange -> {
          note(exchange);
          SourceServer.sendAsAsked(exchange, BYTES, SourceServer.TAG);
        });

    // Then
    assertThat(fetch(new Ahead(2, 100_000))).isEqualTo(BYTES);
    assertThat(came).hasSize(3).containsOnly("/a " + SECRET);
  }

  @Test
  void followARedirectWithinTheOrigin() throws Exception {
    // Given
    server.at("/a", exchange -> noteAndRedirect(exchange, "/b"));
    server.at("/b", this::noteAndSend);

    // Then
    assertThat(fetch(Ahead.NONE)).isEqualTo(BYTES);
    assertThat(came).containsExactly("/a " + SECRET, "/b " + SECRET);
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2013-002")
  void stayBehindWhenAnotherPortIsNext() throws Exception {
    // Given
    server.at("/a", exchange -> noteAndRedirect(exchange, other.url("/b")));
    other.at("/b", this::noteAndSend);

    // Then
    assertThat(fetch(Ahead.NONE)).isEqualTo(BYTES);
    assertThat(came).containsExactly("/a " + SECRET, "/b ");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2013-002")
  void stayBehindWhenAnotherNameOfTheHostIsNext() throws Exception {
    // Given
    server.at(
        "/a",
        exchange ->
            noteAndRedirect(exchange, "http://other.example:%d/b".formatted(server.port())));
    server.at("/b", this::noteAndSend);

    // Then
    assertThat(fetch(Ahead.NONE)).isEqualTo(BYTES);
    assertThat(came).containsExactly("/a " + SECRET, "/b ");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2013-002")
  void doNotComeBackByADetour() throws Exception {
    // Given
    server.at("/a", exchange -> noteAndRedirect(exchange, other.url("/b")));
    other.at("/b", exchange -> noteAndRedirect(exchange, server.url("/c")));
    server.at("/c", this::noteAndSend);

    // Then
    assertThat(fetch(Ahead.NONE)).isEqualTo(BYTES);
    assertThat(came).containsExactly("/a " + SECRET, "/b ", "/c ");
  }

  @Test
  void stayBehindWhenGoingOnWhereTheRedirectLed() throws Exception {
    // Given
    server.at("/a", exchange -> noteAndRedirect(exchange, other.url("/b")));
    other.at(
        "/b",
        exchange -> {
          note(exchange);
          SourceServer.sendAsAsked(exchange, BYTES, SourceServer.TAG);
        });

    // Then
    assertThat(fetch(new Ahead(2, 200_000))).isEqualTo(BYTES);
    assertThat(came).containsExactly("/a " + SECRET, "/b ", "/b ");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2013-002")
  void areShownNowhere() throws Exception {
    // Given
    server.status("/a", 401);
    SourceRequest request = request();

    // Then
    assertThat(request).hasToString(server.url("/a"));
    assertThatThrownBy(() -> sources(Ahead.NONE).open(request, Fetching.ROOM, Room.none()))
        .hasMessage("The server answered 401.")
        .hasStackTraceContaining("FetchException")
        .extracting(Throwable::toString)
        .asString()
        .doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret\r\nHost: b", "secret\n", "secret\u0000", "sécret", " secret", ""})
  @Tag("attack")
  @Tag("OSSA-2013-002")
  void thatCannotBeSentAreRefusedUnseen(String value) throws Exception {
    // Given
    SourceRequest request = SourceRequest.of(RemoteUrl.parse(server.url("/a")));

    // Then
    assertThatThrownBy(() -> request.with(Map.of("X-Auth-Token", value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the header X-Auth-Token cannot be sent");
  }

  @Test
  void getADocument() throws Exception {
    // Given
    byte[] json = "{\"status\": \"active\"}".getBytes(StandardCharsets.UTF_8);
    server.at(
        "/a",
        exchange -> {
          note(exchange);
          SourceServer.send(exchange, json);
        });

    // Then
    assertThat(document(json.length)).isEqualTo(json);
    assertThat(came).containsExactly("/a " + SECRET);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void getNoDocumentThatIsTooLarge(boolean announced) {
    // Given
    server.at(
        "/a",
        exchange -> {
          exchange.sendResponseHeaders(200, announced ? BYTES.length : 0);
          exchange.getResponseBody().write(BYTES);
          exchange.getResponseBody().close();
        });

    // Then
    assertThatThrownBy(() -> document(1000))
        .isInstanceOf(FetchException.class)
        .hasMessage("It has more than 1000 bytes, and there is no room for more.");
  }

  private byte[] document(int maxBytes) throws Exception {
    return sources(Ahead.NONE).document(RemoteUrl.parse(server.url("/a")), TOKEN, maxBytes);
  }

  private byte[] fetch(Ahead ahead) throws Exception {
    try (RemoteStream stream = sources(ahead).open(request(), Fetching.ROOM, Room.none())) {
      return allOf(stream);
    }
  }

  private SourceRequest request() throws IOException {
    return SourceRequest.of(RemoteUrl.parse(server.url("/a"))).with(TOKEN);
  }

  private RemoteSources sources(Ahead ahead) {
    return Fetching.sources(Fetching.rules(server, other), Fetching.here(), Fetching.limits(ahead));
  }

  private void note(HttpExchange exchange) {
    List<String> token = exchange.getRequestHeaders().getOrDefault("X-Auth-Token", List.of(""));
    came.add("%s %s".formatted(exchange.getRequestURI().getPath(), token.getFirst()));
  }

  private void noteAndRedirect(HttpExchange exchange, String location) throws IOException {
    note(exchange);
    exchange.getResponseHeaders().set("Location", location);
    exchange.sendResponseHeaders(302, -1);
  }

  private void noteAndSend(HttpExchange exchange) throws IOException {
    note(exchange);
    SourceServer.send(exchange, BYTES);
  }
}
