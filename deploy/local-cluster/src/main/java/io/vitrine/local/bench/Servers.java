package io.vitrine.local.bench;

import io.vitrine.local.bench.RequestBench.Way;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The servers that a bench asks for the same: another one, a service alone, the gateway. */
final class Servers {
  private final Map<String, Api> byName = new LinkedHashMap<>();

  /**
   * All of them.
   *
   * @param beside the URL of another server that knows the same token; it comes first
   * @param name what to call the service
   */
  Servers(Optional<String> beside, String name, String service, String gateway, String token) {
    beside.ifPresent(url -> byName.put(url, new Api(url, token)));
    byName.put(name, new Api(service, token));
    byName.put("the gateway", new Api(gateway, token));
  }

  Collection<Api> all() {
    return byName.values();
  }

  /** Makes the request that is sent to a server again and again. */
  interface Preparation {
    HttpRequest requestTo(Api server) throws IOException, InterruptedException;
  }

  List<Way> ways(Preparation preparation, int expected) throws IOException, InterruptedException {
    List<Way> ways = new ArrayList<>();
    for (Map.Entry<String, Api> server : byName.entrySet()) {
      HttpRequest request = preparation.requestTo(server.getValue());
      ways.add(new Way(server.getKey(), () -> request, expected));
    }
    return ways;
  }
}
