package io.vitrine.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Listing the namespaces of metadata definitions and showing one, by the gateway, by the service
 * alone, and by another server of the Image API where there is one.
 */
public final class MetadefsBench {
  private static final String ROOT = "/v2/metadefs/namespaces";
  private static final String PREFIX = "vitrine-bench-";
  private static final String LIST = ROOT + "?limit=100";
  private static final int NAMESPACES = 40;
  private static final List<Integer> CONNECTIONS = List.of(1, 16);

  private final Servers servers;
  private final Duration window;

  /**
   * A bench of one cluster.
   *
   * @param beside the URL of another server that knows the same token
   * @param token of an administrator
   */
  public MetadefsBench(
      String gateway, String service, Optional<String> beside, String token, Duration window) {
    this.servers = new Servers(beside, "the service alone", service, gateway, token);
    this.window = window;
  }

  /** Runs, prints, and deletes the namespaces that it made. */
  public void run(int rounds) throws IOException, InterruptedException {
    var bench = new RequestBench(window);
    try {
      for (Api server : servers.all()) {
        fill(server);
        JsonNode page = Api.send(server.get(LIST), 200);
        Terminal.out()
            .printf(
                "%s lists %d namespaces in %d KiB%n",
                server.base(), page.get("namespaces").size(), page.toString().length() >> 10);
      }
      for (int connections : CONNECTIONS) {
        bench.run(
            "List of all", servers.ways(server -> server.get(LIST), 200), connections, rounds);
      }
      String one = ROOT + "/" + name(1);
      for (int connections : CONNECTIONS) {
        bench.run("Show", servers.ways(server -> server.get(one), 200), connections, rounds);
      }
    } finally {
      Terminal.out().println("deleting the namespaces again");
      for (Api server : servers.all()) {
        for (String name : present(server)) {
          Api.send(server.delete(ROOT + "/" + name), 204);
        }
      }
    }
  }

  /** Two of the servers have one catalogue. */
  private static void fill(Api server) throws IOException, InterruptedException {
    List<String> present = present(server);
    for (int i = 1; i <= NAMESPACES; i++) {
      if (!present.contains(name(i))) {
        Api.send(server.post(ROOT, namespace(name(i)).toString()), 201);
      }
    }
  }

  private static List<String> present(Api server) throws IOException, InterruptedException {
    return Api.send(server.get(ROOT + "?limit=1000"), 200).findValuesAsText("namespace").stream()
        .filter(name -> name.startsWith(PREFIX))
        .toList();
  }

  private static String name(int number) {
    return PREFIX + number;
  }

  /** As large as the largest that come with Glance: 60 definitions in 18 KiB. */
  private static ObjectNode namespace(String name) {
    ObjectNode namespace = JsonNodeFactory.instance.objectNode();
    namespace.put("namespace", name).put("display_name", "Bench").put("visibility", "public");
    namespace.put("description", "What a bench lists. ".repeat(10));
    for (String type : List.of("OS::Glance::Image", "OS::Nova::Flavor", "OS::Cinder::Volume")) {
      namespace.withArray("/resource_type_associations").addObject().put("name", type);
    }
    define(namespace, 20);
    for (int i = 1; i <= 5; i++) {
      namespace.withArray("/tags").addObject().put("name", "tag-" + i);
      define(namespace.withArray("/objects").addObject().put("name", "object-" + i), 8);
    }
    return namespace;
  }

  private static void define(ObjectNode holder, int properties) {
    IntStream.rangeClosed(1, properties)
        .mapToObj(number -> holder.withObject("/properties/property_" + number))
        .forEach(property -> {
          property.put("title", "A property").put("type", "string").put("default", "second");
          property.put("description", "What the property means and what its values do. ".repeat(3));
          property.putArray("enum").add("first").add("second").add("third").add("fourth");
        });
  }
}
