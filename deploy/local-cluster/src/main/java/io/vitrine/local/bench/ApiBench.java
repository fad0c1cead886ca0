package io.vitrine.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * Showing an image, listing 25 and creating one, by the gateway, by the registry alone, and by
 * another server of the Image API where there is one.
 */
public final class ApiBench {
  private static final int CONNECTIONS = 16;
  private static final int PAGE = 25;
  private static final String TAG = "vitrine-api-bench";
  private static final String DRAFT =
      """
      {"name":"bench","disk_format":"qcow2","container_format":"bare","tags":["%s"],
       "os_distro":"ubuntu","os_version":"24.04","architecture":"x86_64","hw_disk_bus":"virtio"}\
      """
          .formatted(TAG);

  private final Servers servers;
  private final Duration window;

  /**
   * A bench of one cluster.
   *
   * @param beside the URL of another server that knows the same token
   * @param token of somebody who may create images
   */
  public ApiBench(
      String gateway, String registry, Optional<String> beside, String token, Duration window) {
    this.servers = new Servers(beside, "the registry alone", registry, gateway, token);
    this.window = window;
  }

  /** Runs, prints, and deletes the images that it made. */
  public void run(int rounds) throws IOException, InterruptedException {
    var bench = new RequestBench(window);
    try {
      bench.run(
          "Show", servers.ways(server -> server.get(newImage(server)), 200), CONNECTIONS, rounds);
      for (Api server : servers.all()) {
        for (int i = 0; i < PAGE; i++) {
          newImage(server);
        }
      }
      String page = "/v2/images?limit=%d&tag=%s".formatted(PAGE, TAG);
      bench.run(
          "List of " + PAGE, servers.ways(server -> server.get(page), 200), CONNECTIONS, rounds);
      bench.run(
          "Create",
          servers.ways(server -> server.post("/v2/images", DRAFT), 201),
          CONNECTIONS,
          rounds);
    } finally {
      Terminal.out().println("deleting the images again");
      for (Api server : servers.all()) {
        clear(server);
      }
    }
  }

  private static String newImage(Api server) throws IOException, InterruptedException {
    return "/v2/images/" + Api.send(server.post("/v2/images", DRAFT), 201).get("id").asText();
  }

  private static void clear(Api server) throws IOException, InterruptedException {
    HttpRequest some = server.get("/v2/images?limit=1000&tag=" + TAG);
    for (JsonNode images = Api.send(some, 200).get("images");
        !images.isEmpty();
        images = Api.send(some, 200).get("images")) {
      for (JsonNode image : images) {
        Api.send(server.delete("/v2/images/" + image.get("id").asText()), 204);
      }
    }
  }
}
