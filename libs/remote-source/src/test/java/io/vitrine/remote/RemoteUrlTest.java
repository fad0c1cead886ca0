package io.vitrine.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteUrlTest {

  @ParameterizedTest
  @CsvSource({
    "http://example.org/a.img, example.org, 80",
    "HTTPS://Example.ORG/a.img, example.org, 443",
    "https://example.org:8443, example.org, 8443",
    "http://example.org:/a, example.org, 80",
    "http://example.org./a, example.org, 80",
    "http://mirror_1.example.org/a, mirror_1.example.org, 80",
    "http://1a.example/a, 1a.example, 80",
    "http://localhost/a, localhost, 80",
  })
  void readsHostAndPort(String text, String host, int port) throws Exception {
    // When
    RemoteUrl url = RemoteUrl.parse(text);

    // Then
    assertThat(url.host()).isEqualTo(host);
    assertThat(url.port()).isEqualTo(port);
    assertThat(url.literal()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://192.0.2.1/a, 192.0.2.1",
    "http://192.0.2.1.:81/a, 192.0.2.1",
    "http://[2001:db8::1]/a, 2001:db8::1",
    "http://[2001:DB8::1]:8080/a, 2001:db8::1",
  })
  void readsAddresses(String text, String host) throws Exception {
    // When
    RemoteUrl url = RemoteUrl.parse(text);

    // Then
    assertThat(url.host()).isEqualTo(host);
    assertThat(url.literal()).contains(InetAddress.ofLiteral(host));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.1/",
        "http://127.0.0.01/",
        "http://127.0.0.1.0/",
        "http://256.0.0.1/",
        "http://1.2.3.4.5/",
        "http://0/",
        "http://0x/",
        "http://example.0x7f/",
        "http://example.1/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[fe80::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://[::127.0.0.1%1]/",
        "http://[::FFFF:10.0.0.1]/",
        "http://0x7f000001./",
        "http://017700000001/",
        "http://0x7f.0x0.0x0.0x1/",
        "http://127.0.0.1../",
        "http://[1.2.3.4]/",
      })
  @Tag("attack")
  @Tag("OSSA-2026-004")
  void refusesAddressesInOddForms(String text) {
    assertThatThrownBy(() -> RemoteUrl.parse(text)).isInstanceOf(RefusedSourceException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "image.img",
        "//example.org/a",
        "file:///etc/passwd",
        "ftp://example.org/a",
        "s3://primary/a",
        "gopher://example.org/",
        "http:",
        "http:/a",
        "http:///a",
        "http:example.org",
        "http://:80/",
        "http://user@example.org/",
        "http://user:pass@example.org/",
        "http://example.org@127.0.0.1/",
        "http://127.0.0.1\\@example.org/",
        "http://example.org:0/",
        "http://example.org:65536/",
        "http://example.org:+80/",
        "http://example.org:80:80/",
        "http://example.org:٨٠/",
        "http://exa mple.org/",
        "http://example.org/a b",
        "http://example.org/a\r\nHost: b",
        "http://example.org\u0000.evil.example/",
        "http://%6cocalhost/",
        "http://ⓛocalhost/",
        "http://①②⑦.⓪.⓪.①/",
        "http://127。0。0。1/",
        "http://-a.example/",
        "http://a..example/",
        "http://.example/",
        "http://[::1/",
        "http://[]/",
        "http://[::1]x/",
      })
  @Tag("attack")
  @Tag("OSSA-2026-004")
  void refusesWhatIsNoPlainUrl(String text) {
    assertThatThrownBy(() -> RemoteUrl.parse(text)).isInstanceOf(RefusedSourceException.class);
  }

  @Test
  void refusesEndlessUrls() {
    assertThatThrownBy(() -> RemoteUrl.parse("http://example.org/" + "a".repeat(8192)))
        .hasMessage("The URL is longer than 8192 characters.");
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.org/a/b, c, http://example.org/a/c",
    "http://example.org/a/b, /c?d=e, http://example.org/c?d=e",
    "http://example.org, c, http://example.org/c",
    "http://example.org/a, //other.example/c, http://other.example/c",
    "http://example.org/a, https://other.example:444/, https://other.example:444/",
  })
  void followsReferences(String from, String reference, String to) throws Exception {
    assertThat(RemoteUrl.parse(from).resolve(reference)).isEqualTo(RemoteUrl.parse(to));
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2026-002")
  void refusesAReferenceToAnOddHost() throws Exception {
    RemoteUrl url = RemoteUrl.parse("http://example.org/a");
    assertThatThrownBy(() -> url.resolve("file:///etc/passwd"))
        .isInstanceOf(RefusedSourceException.class);
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2013-002")
  void showsNoSignature() throws Exception {
    assertThat(RemoteUrl.parse("https://example.org:444/a%20b?signature=secret#part"))
        .hasToString("https://example.org:444/a%20b");
  }
}
