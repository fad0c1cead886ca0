package io.vitrine.readiness;

import io.vitrine.remote.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Networks that a user may have the workers fetch from although they are not public. */
record OpenedNetworks() implements Rule {
  private static final String OPENED = "opened-networks";
  private static final String PRIVATE = "private-networks";
  private static final String VARIABLE = "VITRINE_FETCH_ALLOWED_NETWORKS";

  /** The worker itself, and what tells a cloud's machines their secrets. */
  private static final List<InetAddress> FORBIDDEN =
      Stream.of(
              "127.0.0.1",
              "::1",
              "0.0.0.0",
              "169.254.169.254",
              "fd00:ec2::254",
              "168.63.129.16",
              "100.100.100.200",
              "192.0.0.192")
          .map(InetAddress::ofLiteral)
          .toList();

  @Override
  public List<String> names() {
    return List.of(OPENED, PRIVATE);
  }

  @Override
  public Stream<Finding> findings(Settings settings, Jvm jvm) {
    return settings.value(VARIABLE).stream()
        .flatMap(networks -> Stream.of(networks.split(",", -1)))
        .map(String::strip)
        .filter(network -> !network.isEmpty())
        .map(OpenedNetworks::finding);
  }

  private static Finding finding(String text) {
    Optional<InetAddress> opened = forbiddenIn(text);
    return opened
        .map(address ->
            new Finding(
                OPENED,
                Severity.UNSAFE,
                "%s has %s, and with it %s: any user reads there what is for this machine alone."
                    .formatted(VARIABLE, text, address.getHostAddress()),
                "Name only the networks of the servers that images are fetched from."))
        .orElseGet(() ->
            new Finding(
                PRIVATE,
                Severity.DOUBTFUL,
                "%s has %s: any user may have the workers read there.".formatted(VARIABLE, text),
                "Make it as small as it can be, and see that nothing else listens there."));
  }

  /** What is no network ends the start elsewhere. */
  private static Optional<InetAddress> forbiddenIn(String text) {
    try {
      Network network = Network.of(text);
      return FORBIDDEN.stream().filter(network::contains).findFirst();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
