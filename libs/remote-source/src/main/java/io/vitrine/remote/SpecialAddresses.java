package io.vitrine.remote;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * The addresses that are no public host's: IANA's special-purpose registries, and where clouds tell
 * a machine about itself. IPv6 addresses that carry an IPv4 address are among them, whatever they
 * carry, since a translator on the way would unwrap it.
 */
final class SpecialAddresses {
  private SpecialAddresses() {}

  private record Range(Network network, String name) {
    static Range of(String network, String name) {
      return new Range(Network.of(network), name);
    }
  }

  private static final List<Range> RANGES =
      List.of(
          Range.of("169.254.169.254/32", "a metadata service"),
          Range.of("168.63.129.16/32", "a metadata service"),
          Range.of("100.100.100.200/32", "a metadata service"),
          Range.of("192.0.0.192/32", "a metadata service"),
          Range.of("fd00:ec2::254/128", "a metadata service"),
          Range.of("127.0.0.0/8", "a loopback address"),
          Range.of("::1/128", "a loopback address"),
          Range.of("0.0.0.0/8", "no host's address"),
          Range.of("::/128", "no host's address"),
          Range.of("10.0.0.0/8", "a private address"),
          Range.of("172.16.0.0/12", "a private address"),
          Range.of("192.168.0.0/16", "a private address"),
          Range.of("fc00::/7", "a private address"),
          Range.of("fec0::/10", "a private address"),
          Range.of("100.64.0.0/10", "a carrier's private address"),
          Range.of("169.254.0.0/16", "a link-local address"),
          Range.of("fe80::/10", "a link-local address"),
          Range.of("224.0.0.0/4", "a multicast address"),
          Range.of("ff00::/8", "a multicast address"),
          Range.of("::/96", "an IPv4 address in an IPv6 one"),
          Range.of("64:ff9b::/96", "an IPv4 address in an IPv6 one"),
          Range.of("64:ff9b:1::/48", "an IPv4 address in an IPv6 one"),
          Range.of("2002::/16", "an IPv4 address in an IPv6 one"),
          Range.of("192.0.0.0/24", "a reserved address"),
          Range.of("192.0.2.0/24", "a reserved address"),
          Range.of("192.88.99.0/24", "a reserved address"),
          Range.of("198.18.0.0/15", "a reserved address"),
          Range.of("198.51.100.0/24", "a reserved address"),
          Range.of("203.0.113.0/24", "a reserved address"),
          Range.of("240.0.0.0/4", "a reserved address"),
          // Teredo, ORCHID and other protocols' own.
          Range.of("2001::/23", "a reserved address"),
          Range.of("2001:db8::/32", "a reserved address"),
          Range.of("3fff::/20", "a reserved address"));

  private static final Network GLOBAL_IPV6 = Network.of("2000::/3");

  /** What is special about the address; empty for a public host's. */
  static Optional<String> nameOf(InetAddress address) {
    return RANGES.stream()
        .filter(range -> range.network().contains(address))
        .map(Range::name)
        .findFirst()
        .or(() ->
            address instanceof Inet6Address && !GLOBAL_IPV6.contains(address)
                ? Optional.of("a reserved address")
                : Optional.empty());
  }
}
