package io.vitrine.worker.fetch;

import io.vitrine.remote.Network;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The operator's HTTP proxy, through which sources are fetched.
 *
 * <p>It is asked for tunnels ({@code CONNECT}) only, for http too, and to addresses that were
 * checked: given a name, or a URL, it would resolve the name again, inside our network, where a
 * name server may answer otherwise than before.
 *
 * @param host of the proxy, which no rule for sources concerns
 * @param authorization for its {@code Proxy-Authorization}
 * @param directHosts in lower case, connected to without the proxy, as are those below them; a dot
 *     before a name says no more than the name
 * @param directNetworks connected to without the proxy
 */
public record ForwardProxy(
    String host,
    int port,
    Optional<String> authorization,
    Set<String> directHosts,
    List<Network> directNetworks) {

  public ForwardProxy {
    directHosts =
        directHosts.stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .map(name -> name.startsWith(".") ? name.substring(1) : name)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    directNetworks = List.copyOf(directNetworks);
  }

  /** Reads {@code http://host:port}. */
  public static ForwardProxy at(URI uri) {
    if (!"http".equalsIgnoreCase(uri.getScheme())
        || uri.getHost() == null
        || uri.getPort() <= 0
        || uri.getRawUserInfo() != null
        || !Set.of("", "/").contains(uri.getRawPath())) {
      // Without the value: there may be a password in it.
      throw new IllegalArgumentException(
          "vitrine.worker.fetch.proxy is not like http://proxy.example:3128");
    }
    String host = uri.getHost().replaceAll("[\\[\\]]", "");
    return new ForwardProxy(host, uri.getPort(), Optional.empty(), Set.of(), List.of());
  }

  public ForwardProxy as(String user, String password) {
    if (user.indexOf(':') >= 0) {
      throw new IllegalArgumentException("vitrine.worker.fetch.proxy-user has a colon");
    }
    byte[] both = "%s:%s".formatted(user, password).getBytes(StandardCharsets.UTF_8);
    String basic = "Basic " + Base64.getEncoder().encodeToString(both);
    return new ForwardProxy(host, port, Optional.of(basic), directHosts, directNetworks);
  }

  public ForwardProxy except(Set<String> hosts, List<Network> networks) {
    return new ForwardProxy(host, port, authorization, hosts, networks);
  }

  boolean isFor(String sourceHost) {
    return directHosts.stream()
        .noneMatch(name -> sourceHost.equals(name) || sourceHost.endsWith("." + name));
  }

  boolean isFor(InetAddress source) {
    return directNetworks.stream().noneMatch(network -> network.contains(source));
  }

  @Override
  public String toString() {
    return "http://%s:%d".formatted(host, port);
  }
}
