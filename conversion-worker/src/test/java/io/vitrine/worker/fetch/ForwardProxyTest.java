package io.vitrine.worker.fetch;

import static io.vitrine.worker.fetch.Fetching.allOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.remote.Network;
import io.vitrine.remote.RemoteUrl;
import io.vitrine.remote.SourceRules;
import io.vitrine.remote.SourceRules.Choice;
import io.vitrine.worker.fetch.FetchLimits.Ahead;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardProxyTest {
  private static final byte[] BYTES = Fetching.bytes(1_000_000);

  private final SourceServer server = new SourceServer();
  private final RawServer proxy = new RawServer();
  private ForwardProxy settings =
      ForwardProxy.at(URI.create("http://127.0.0.1:%d".formatted(proxy.port())));
  private Resolver resolver = Fetching.here();

  @AfterEach
  void stop() {
    server.close();
    proxy.close();
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2026-004")
  void isAskedForTheCheckedAddressAndNotForTheName() throws Exception {
    // Given
    server.file("/a", BYTES);

    // When
    byte[] bytes = fetch(named("/a"));

    // Then
    String target = "127.0.0.1:" + server.port();
    assertThat(bytes).isEqualTo(BYTES);
    assertThat(proxy.seen())
        .containsExactly(
            new RawServer.Seen(
                "CONNECT %s HTTP/1.1".formatted(target), List.of("Host: " + target)));
    assertThat(server.seen())
        .extracting(SourceServer.Seen::host)
        .containsExactly("mirror.example:" + server.port());
  }

  @Test
  void isAskedForATunnelByEachConnection() throws Exception {
    // Given
    server.parts("/a", BYTES);

    // When
    try (RemoteStream stream = open(named("/a"), new Ahead(4, 300_000))) {
      // Then
      assertThat(allOf(stream)).isEqualTo(BYTES);
    }
    assertThat(proxy.seen()).hasSize(4);
  }

  @Test
  void passesTlsThatIsSpokenWithTheSourceByItsName() {
    // Given
    CompletableFuture<String> hello = new CompletableFuture<>();
    proxy.does((client, request) -> {
      client
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      byte[] record = client.getInputStream().readNBytes(400);
      hello.complete(new String(record, StandardCharsets.ISO_8859_1));
    });

    // When
    assertThatThrownBy(() -> fetch("https://mirror.example:%d/a".formatted(server.port())))
        .isInstanceOf(FetchException.class);

    // Then
    assertThat(proxy.seen())
        .extracting(RawServer.Seen::line)
        .containsOnly("CONNECT 127.0.0.1:%d HTTP/1.1".formatted(server.port()));
    assertThat(hello.orTimeout(30, TimeUnit.SECONDS).join()).contains("mirror.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.2", "10.0.0.1", "169.254.169.254", "::1", "64:ff9b::7f00:1"})
  @Tag("attack")
  @Tag("OSSA-2026-004")
  void seesNoAddressThatIsNotAllowed(String address) {
    // Given
    resolver = host -> List.of(InetAddress.ofLiteral(address));

    // Then
    assertThatThrownBy(() -> fetch(named("/a")))
        .hasMessage(
            "Nothing is fetched from mirror.example: it has an address that is not allowed.");
    assertThat(proxy.seen()).isEmpty();
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2026-004")
  void seesNoRedirectToAnAddressThatIsNotAllowed() {
    // Given
    server.redirect("/a", "http://169.254.169.254:%d/latest".formatted(server.port()));

    // Then
    assertThatThrownBy(() -> fetch(named("/a"))).isInstanceOf(FetchException.class);
    assertThat(proxy.seen()).hasSize(1);
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2026-004")
  void isNotReachedByAUrlThatNamesIt() {
    assertThatThrownBy(() -> fetch("http://127.0.0.1:%d/".formatted(proxy.port())))
        .hasMessage("Nothing is fetched from port %d.".formatted(proxy.port()));
    assertThat(proxy.seen()).isEmpty();
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2013-002")
  void isTheOnlyOneToSeeItsPassword() throws Exception {
    // Given
    settings = settings.as("worker", "secret");
    server.at(
        "/a",
        exchange -> {
          assertThat(exchange.getRequestHeaders().keySet()).doesNotContain("Proxy-authorization");
          SourceServer.send(exchange, BYTES);
        });

    // Then
    assertThat(fetch(named("/a"))).isEqualTo(BYTES);
    assertThat(proxy.seen().getFirst().headers())
        .contains("Proxy-Authorization: Basic d29ya2VyOnNlY3JldA==");
    assertThat(settings.toString()).doesNotContain("secret", "d29ya2VyOnNlY3JldA==");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mirror.example", "EXAMPLE", ".example", ".mirror.example"})
  void isPassedByForSomeHosts(String host) throws Exception {
    // Given
    server.file("/a", BYTES);
    settings = settings.except(Set.of(host), List.of());

    // Then
    assertThat(fetch(named("/a"))).isEqualTo(BYTES);
    assertThat(proxy.seen()).isEmpty();
  }

  @Test
  void isNotPassedByForAHostThatOnlyEndsAlike() throws Exception {
    // Given
    server.file("/a", BYTES);
    settings = settings.except(Set.of("ror.example"), List.of());

    // Then
    assertThat(fetch(named("/a"))).isEqualTo(BYTES);
    assertThat(proxy.seen()).hasSize(1);
  }

  @Test
  void isPassedByForSomeNetworks() throws Exception {
    // Given
    server.file("/a", BYTES);
    settings = settings.except(Set.of(), List.of(Network.of("127.0.0.0/8")));

    // Then
    assertThat(fetch(named("/a"))).isEqualTo(BYTES);
    assertThat(proxy.seen()).isEmpty();
  }

  @Test
  void isAskedForAnIpv6AddressInBrackets() {
    // Given
    resolver = host -> List.of(InetAddress.ofLiteral("2001:db8::1"));
    proxy.says("HTTP/1.1 403 Forbidden\r\n\r\n");

    // Then
    assertThatThrownBy(() -> fetch(named("/a"))).hasMessage("The proxy answered 403.");
    assertThat(proxy.seen().getFirst().line())
        .isEqualTo("CONNECT [2001:db8:0:0:0:0:0:1]:%d HTTP/1.1".formatted(server.port()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.6\r\n\r\n",
        "HTTP/1.1 200\u0000OK\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/2 200 OK\r\n\r\n",
        "\r\n",
        "\n",
      })
  void thatAnswersGarbageIsNotBelieved(String garbage) {
    // Given
    proxy.says(garbage);

    // Then
    assertThatThrownBy(() -> fetch(named("/a")))
        .hasMessage("The proxy does not answer as a proxy does.");
    assertThat(server.seen()).isEmpty();
  }

  @Test
  void thatAnswersWithoutEndIsGivenUp() {
    // Given
    proxy.says("HTTP/1.1 200 OK\r\n" + "X-Filler: 0123456789\r\n".repeat(1000));

    // Then
    assertThatThrownBy(() -> fetch(named("/a")))
        .hasMessage("The proxy does not answer as a proxy does.");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 403, 407, 100})
  @Tag("attack")
  @Tag("OSSN-0078")
  void thatRefusesIsNotAskedAgain(int status) {
    // Given
    proxy.says("HTTP/1.1 %d No\r\nLocation: http://127.0.0.2/\r\n\r\nsecret".formatted(status));

    // Then
    assertThatThrownBy(() -> fetch(named("/a")))
        .isInstanceOf(FetchException.class)
        .hasMessage("The proxy answered %d.".formatted(status));
    assertThat(proxy.seen()).hasSize(1);
  }

  @Test
  void thatIsInTroubleIsAskedAgain() throws Exception {
    // Given
    server.file("/a", BYTES);
    Queue<String> trouble = new ArrayDeque<>(List.of("HTTP/1.1 502 No\r\n\r\n", ""));
    proxy.does((client, request) -> {
      String answer = trouble.poll();
      if (answer != null) {
        client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      } else {
        proxy.tunnel(client, request);
      }
    });

    // Then
    assertThat(fetch(named("/a"))).isEqualTo(BYTES);
    assertThat(proxy.seen()).hasSize(3);
  }

  @Test
  @Tag("attack")
  @Tag("OSSN-0078")
  void thatIsAwayIsNeitherNamedNorTheSourcesFault() {
    // Given
    proxy.close();

    // Then
    assertThatThrownBy(() -> fetch(named("/a")))
        .isInstanceOf(ProxyAwayException.class)
        .hasMessage("The proxy cannot be reached.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://proxy.example:3128",
        "socks5://proxy.example:1080",
        "http://proxy.example",
        "http://user:secret@proxy.example:3128",
        "http://proxy.example:3128/path",
        "proxy.example:3128",
      })
  void isNamedByHostAndPort(String uri) {
    assertThatThrownBy(() -> ForwardProxy.at(URI.create(uri)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("vitrine.worker.fetch.proxy is not like http://proxy.example:3128");
  }

  private byte[] fetch(String url) throws Exception {
    try (RemoteStream stream = open(url, Ahead.NONE)) {
      return allOf(stream);
    }
  }

  private RemoteStream open(String url, Ahead ahead) throws Exception {
    SourceRules rules =
        new SourceRules(
            RemoteUrl.SCHEMES,
            Choice.any(),
            Choice.among(List.of(server.port())),
            List.of(Network.of("127.0.0.1/32"), Network.of("2001:db8::1")),
            List.of());
    return new RemoteSources(rules, resolver, Optional.of(settings), Fetching.limits(ahead))
        .open(RemoteUrl.parse(url), Fetching.ROOM, Room.none());
  }

  private String named(String path) {
    return "http://mirror.example:%d%s".formatted(server.port(), path);
  }
}
