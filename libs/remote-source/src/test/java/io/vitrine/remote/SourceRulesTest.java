package io.vitrine.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceRulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.255.254",
        "::1",
        "0.0.0.0",
        "0.1.2.3",
        "::",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "169.254.0.1",
        "169.254.169.254",
        "168.63.129.16",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::127.0.0.1",
        "::8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b::808:808",
        "64:ff9b:1::1",
        "2002:7f00:1::1",
        "2001::1",
        "2001:db8::1",
        "3fff::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "100::1",
        "4000::1",
      })
  @Tag("attack")
  @Tag("OSSA-2026-004")
  void refusesAddressesThatAreNoPublicHosts(String address) {
    assertThat(rules(Map.of()).refusalOf(InetAddress.ofLiteral(address))).isPresent();
  }

  /** A resolver may give what no reader of addresses makes. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "10.0.0.1", "169.254.169.254", "8.8.8.8"})
  @Tag("attack")
  @Tag("OSSA-2026-004")
  void refusesAnIpv4AddressThatIsMappedIntoIpv6(String address) throws UnknownHostException {
    // Given
    byte[] mapped = new byte[16];
    mapped[10] = mapped[11] = (byte) 0xff;
    System.arraycopy(InetAddress.ofLiteral(address).getAddress(), 0, mapped, 12, 4);
    InetAddress disguised = Inet6Address.getByAddress("mirror.example", mapped, -1);

    // Then
    assertThat(disguised).isInstanceOf(Inet6Address.class);
    assertThat(rules(Map.of()).refusalOf(disguised)).isPresent();
    assertThat(rules(Map.of("allowed-networks", "10.0.0.0/8")).refusalOf(disguised)).isPresent();
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2026-004")
  void refusesALinkLocalAddressInAnyZone() throws UnknownHostException {
    byte[] address = InetAddress.ofLiteral("fe80::1").getAddress();

    assertThat(rules(Map.of()).refusalOf(Inet6Address.getByAddress("mirror.example", address, 1)))
        .contains("a link-local address");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "1.1.1.1",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "169.253.0.1",
        "223.255.255.255",
        "2001:4860:4860::8888",
        "2606:4700::1111",
        "2a00::1",
      })
  void allowsAddressesOfPublicHosts(String address) {
    assertThat(rules(Map.of()).refusalOf(InetAddress.ofLiteral(address))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1/, it is a loopback address",
    "http://[::1]/, it is a loopback address",
    "http://169.254.169.254/latest/meta-data/, it is a metadata service",
    "http://10.0.0.1/, it is a private address",
    "http://example.org:8080/, from port 8080",
    "http://example.org:22/, from port 22",
  })
  @Tag("attack")
  @Tag("OSSA-2026-004")
  void refusesByDefault(String url, String reason) {
    assertThatThrownBy(() -> rules(Map.of()).check(url))
        .isInstanceOf(RefusedSourceException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://example.org/a", "https://example.org:443/a", "https://example.org:80/a"})
  void allowsTheUsualByDefault(String url) {
    assertThatCode(() -> rules(Map.of()).check(url)).doesNotThrowAnyException();
  }

  @Test
  void allowsWhatAnOperatorOpens() {
    // Given
    SourceRules rules =
        rules(Map.of("allowed-networks", "127.0.0.1/32,fd00::/8", "allowed-ports", "8080"));

    // Then
    assertThatCode(() -> rules.check("http://127.0.0.1:8080/")).doesNotThrowAnyException();
    assertThatCode(() -> rules.check("http://[fd00::1]:8080/")).doesNotThrowAnyException();
    assertThatThrownBy(() -> rules.check("http://127.0.0.2:8080/"))
        .hasMessageContaining("loopback");
    assertThatThrownBy(() -> rules.check("http://127.0.0.1/")).hasMessageContaining("port 80");
  }

  @Test
  void refusesWhatAnOperatorCloses() {
    // Given
    SourceRules rules =
        rules(
            Map.of(
                "disallowed-networks", "8.8.8.0/24",
                "disallowed-hosts", "Example.org",
                "allowed-ports", "",
                "disallowed-ports", "25",
                "allowed-schemes", "https"));

    // Then
    assertThatThrownBy(() -> rules.check("https://8.8.8.8/")).hasMessageContaining("8.8.8.8");
    assertThatThrownBy(() -> rules.check("https://EXAMPLE.org/")).hasMessageContaining("host");
    assertThatThrownBy(() -> rules.check("https://example.com:25/")).hasMessageContaining("25");
    assertThatThrownBy(() -> rules.check("http://example.com/")).hasMessageContaining("by http");
    assertThatCode(() -> rules.check("https://example.com:12345/")).doesNotThrowAnyException();
  }

  @Test
  void letsAListOfHostsBeTheOnlyOnes() {
    // Given
    SourceRules rules =
        rules(Map.of("allowed-hosts", "mirror.example", "disallowed-hosts", "mirror.example"));

    // Then
    assertThatCode(() -> rules.check("http://mirror.example/")).doesNotThrowAnyException();
    assertThatThrownBy(() -> rules.check("http://other.example/")).hasMessageContaining("host");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2014-041")
  void hasNoOtherSchemes() {
    assertThatThrownBy(() -> rules(Map.of("allowed-schemes", "file")))
        .hasMessageContaining("vitrine.fetch.allowed-schemes is [file]");
  }

  private static SourceRules rules(Map<String, String> settings) {
    SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().withMapping(SourceConfig.class);
    settings.forEach((key, value) -> builder.withDefaultValue("vitrine.fetch." + key, value));
    return builder.build().getConfigMapping(SourceConfig.class).rules();
  }
}
