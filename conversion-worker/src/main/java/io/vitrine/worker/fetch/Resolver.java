package io.vitrine.worker.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host. */
@FunctionalInterface
public interface Resolver {
  List<InetAddress> resolve(String host) throws UnknownHostException;

  /** As the machine is set up to. */
  static Resolver ofTheSystem() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}
