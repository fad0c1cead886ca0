package io.vitrine.remote;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator allows to be fetched. As in Glance, a list of what is allowed makes the list of
 * what is not superfluous.
 *
 * @param schemes of {@link RemoteUrl#SCHEMES}
 * @param hosts by name, or by address as written in the URL
 * @param ports the port that is connected to, whether or not the URL names it
 * @param allowedNetworks exceptions from all that is refused by address
 * @param disallowedNetworks refused beside the addresses that are no public host's
 */
public record SourceRules(
    Set<String> schemes,
    Choice<String> hosts,
    Choice<Integer> ports,
    List<Network> allowedNetworks,
    List<Network> disallowedNetworks) {

  /** Some values to choose from. */
  public record Choice<T>(Set<T> allowed, Set<T> disallowed) {
    public Choice {
      allowed = Set.copyOf(allowed);
      disallowed = Set.copyOf(disallowed);
    }

    public static <T> Choice<T> any() {
      return new Choice<>(Set.of(), Set.of());
    }

    public static <T> Choice<T> among(Collection<T> values) {
      return new Choice<>(Set.copyOf(values), Set.of());
    }

    boolean allows(T value) {
      return allowed.isEmpty() ? !disallowed.contains(value) : allowed.contains(value);
    }
  }

  public SourceRules {
    schemes = Set.copyOf(schemes);
    if (schemes.isEmpty() || !RemoteUrl.SCHEMES.containsAll(schemes)) {
      throw new IllegalArgumentException(
          "vitrine.fetch.allowed-schemes is %s, may be any of %s"
              .formatted(schemes, RemoteUrl.SCHEMES));
    }
    allowedNetworks = List.copyOf(allowedNetworks);
    disallowedNetworks = List.copyOf(disallowedNetworks);
  }

  /** Reads a URL and checks all of it that can be checked without resolving its host. */
  public RemoteUrl check(String text) throws RefusedSourceException {
    return check(RemoteUrl.parse(text));
  }

  public RemoteUrl check(RemoteUrl url) throws RefusedSourceException {
    if (!schemes.contains(url.scheme())) {
      throw new RefusedSourceException("Nothing is fetched by %s here.".formatted(url.scheme()));
    }
    if (!hosts.allows(url.host())) {
      throw new RefusedSourceException("Nothing is fetched from host %s.".formatted(url.host()));
    }
    if (!ports.allows(url.port())) {
      throw new RefusedSourceException("Nothing is fetched from port %d.".formatted(url.port()));
    }
    Optional<String> refusal = url.literal().flatMap(this::refusalOf);
    if (refusal.isPresent()) {
      throw new RefusedSourceException(
          "Nothing is fetched from %s: it is %s.".formatted(url.host(), refusal.get()));
    }
    return url;
  }

  /** What speaks against this address, if anything does. */
  public Optional<String> refusalOf(InetAddress address) {
    if (isIn(allowedNetworks, address)) {
      return Optional.empty();
    }
    return isIn(disallowedNetworks, address)
        ? Optional.of("in a network that is not allowed")
        : SpecialAddresses.nameOf(address);
  }

  private static boolean isIn(List<Network> networks, InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }
}
