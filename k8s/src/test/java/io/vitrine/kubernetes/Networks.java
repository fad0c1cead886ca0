package io.vitrine.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What the NetworkPolicies of an overlay let through. */
record Networks(Overlay overlay) {

  /** Whether a service reaches a port of another one: both sides have to let it. */
  boolean lets(Manifest from, Manifest to, int port) {
    return rules(from, "Egress").anyMatch(rule -> reaches(rule, "to", to, port))
        && rules(to, "Ingress").anyMatch(rule -> reaches(rule, "from", from, port));
  }

  /** Whether it is let out to this address, which is in no pod. */
  boolean letsOut(Manifest from, InetAddress address) {
    return rules(from, "Egress")
        .anyMatch(rule ->
            !rule.has("to")
                || rule.path("to")
                    .valueStream()
                    .anyMatch(peer -> isIn(address, peer.path("ipBlock"))));
  }

  /** Whether whatever no policy mentions is refused. */
  boolean isClosed(Manifest deployment) {
    return Stream.of("Ingress", "Egress")
        .allMatch(
            direction -> policies(deployment).anyMatch(policy -> concerns(policy, direction)));
  }

  Stream<Manifest> policies(Manifest deployment) {
    return overlay
        .all("NetworkPolicy")
        .filter(policy -> selects(policy.spec().path("podSelector"), deployment.podLabels()));
  }

  private Stream<JsonNode> rules(Manifest deployment, String direction) {
    return policies(deployment)
        .filter(policy -> concerns(policy, direction))
        .flatMap(policy -> policy.spec().path(direction.toLowerCase()).valueStream());
  }

  private static boolean concerns(Manifest policy, String direction) {
    return policy
        .spec()
        .path("policyTypes")
        .valueStream()
        .anyMatch(type -> type.asText().equals(direction));
  }

  private static boolean reaches(JsonNode rule, String side, Manifest peer, int port) {
    boolean portFits =
        !rule.has("ports")
            || rule.path("ports").valueStream().anyMatch(one -> one.path("port").asInt() == port);
    boolean peerFits =
        !rule.has(side)
            || rule.path(side)
                .valueStream()
                .filter(one -> one.has("podSelector") && !one.has("namespaceSelector"))
                .anyMatch(one -> selects(one.path("podSelector"), peer.podLabels()));
    return portFits && peerFits;
  }

  /** Only {@code In} is understood among the expressions: another one selects nobody. */
  static boolean selects(JsonNode selector, Map<String, String> labels) {
    return labels.entrySet().containsAll(Manifest.texts(selector.path("matchLabels")).entrySet())
        && selector
            .path("matchExpressions")
            .valueStream()
            .allMatch(expression ->
                expression.path("operator").asText().equals("In")
                    && values(expression).contains(labels.get(expression.path("key").asText())));
  }

  private static List<String> values(JsonNode expression) {
    return expression.path("values").valueStream().map(JsonNode::asText).toList();
  }

  private static boolean isIn(InetAddress address, JsonNode block) {
    return block.has("cidr")
        && isIn(address, block.path("cidr").asText())
        && block.path("except").valueStream().noneMatch(except -> isIn(address, except.asText()));
  }

  private static boolean isIn(InetAddress address, String cidr) {
    String[] parts = cidr.split("/", 2);
    byte[] network = InetAddress.ofLiteral(parts[0]).getAddress();
    int rest = network.length * 8 - Integer.parseInt(parts[1]);
    return network.length == address.getAddress().length
        && new BigInteger(network)
            .shiftRight(rest)
            .equals(new BigInteger(address.getAddress()).shiftRight(rest));
  }

  /** That no worker may be led to: this machine, private networks, metadata of clouds. */
  static final Set<String> INSIDE =
      Set.of(
          "0.0.0.0",
          "10.0.0.1",
          "100.64.0.1",
          "127.0.0.1",
          "169.254.169.254",
          "172.16.0.1",
          "172.31.255.255",
          "192.0.0.192",
          "192.168.1.1",
          "198.18.0.1",
          "224.0.0.1",
          "255.255.255.255",
          "::1",
          "64:ff9b::a00:1",
          "fc00::1",
          "fd00:ec2::254",
          "fe80::1",
          "ff02::1",
          "2002:a00:1::1");
}
