package io.vitrine.local.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * The few calls of the Image API that an import takes, as any client would make them. An answer
 * other than the expected one is a {@link RefusedException}.
 */
public final class ImageApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BLOCK = 1 << 18;
  private static final int LONGEST_ERROR = 300;
  private static final Duration LONGEST_CALL = Duration.ofMinutes(1);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String base;
  private final Supplier<String> token;
  private final Duration patience;

  /**
   * Calls through the gateway.
   *
   * @param token asked for each request
   * @param patience for an answer, the sending of an image included
   */
  public ImageApi(String gateway, Supplier<String> token, Duration patience) {
    this.base = gateway + "/v2/images";
    this.token = token;
    this.patience = patience;
  }

  /** The image as the API shows it. */
  public JsonNode create(String name, String diskFormat) throws IOException, InterruptedException {
    ObjectNode image = JSON.createObjectNode();
    image.put("name", name).put("disk_format", diskFormat).put("container_format", "bare");
    var request = json("").POST(BodyPublishers.ofString(image.toString())).build();
    return JSON.readTree(checked(client.send(request, BodyHandlers.ofInputStream()), 201));
  }

  public void stage(String id, Path file, LongConsumer onSent)
      throws IOException, InterruptedException {
    var request =
        request("/" + id + "/stage")
            .header("Content-Type", "application/octet-stream")
            .timeout(patience)
            .PUT(new MeteredFile(file, onSent))
            .build();
    checked(client.send(request, BodyHandlers.ofInputStream()), 204).close();
  }

  public void startImport(String id, ImportRequest wish) throws IOException, InterruptedException {
    var body = BodyPublishers.ofString(wish.json().toString());
    var request = json("/" + id + "/import").POST(body).build();
    checked(client.send(request, BodyHandlers.ofInputStream()), 202).close();
  }

  public JsonNode show(String id) throws IOException, InterruptedException {
    return get("/" + id);
  }

  /** All images that the user sees. */
  public List<JsonNode> list() throws IOException, InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    JsonNode page = get("?limit=1000");
    page.path("images").forEach(all::add);
    while (page.has("next")) {
      page = get("?" + URI.create(page.path("next").asText()).getRawQuery());
      page.path("images").forEach(all::add);
    }
    return all;
  }

  /** The youngest task of the image; a missing node when there is none yet. */
  public JsonNode lastTask(String id) throws IOException, InterruptedException {
    return Tasks.newest(get("/" + id + "/tasks").path("tasks"));
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    var request = request(path).timeout(shortest()).GET().build();
    return JSON.readTree(checked(client.send(request, BodyHandlers.ofInputStream()), 200));
  }

  public void download(String id, Path target, LongConsumer onReceived)
      throws IOException, InterruptedException {
    byte[] block = new byte[BLOCK];
    long received = 0;
    try (InputStream in = open(id);
        OutputStream out = Files.newOutputStream(target)) {
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        out.write(block, 0, n);
        received += n;
        onReceived.accept(received);
      }
    }
  }

  /** The image's bytes, for the caller to close. */
  public InputStream open(String id) throws IOException, InterruptedException {
    var request = request("/" + id + "/file").timeout(patience).GET().build();
    return checked(client.send(request, BodyHandlers.ofInputStream()), 200);
  }

  public void delete(String id) throws IOException, InterruptedException {
    var request = request("/" + id).timeout(shortest()).DELETE().build();
    checked(client.send(request, BodyHandlers.ofInputStream()), 204).close();
  }

  private Duration shortest() {
    return patience.compareTo(LONGEST_CALL) < 0 ? patience : LONGEST_CALL;
  }

  private HttpRequest.Builder json(String path) {
    return request(path).header("Content-Type", "application/json").timeout(shortest());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).header("X-Auth-Token", token.get());
  }

  private static InputStream checked(HttpResponse<InputStream> response, int expected)
      throws IOException {
    if (response.statusCode() == expected) {
      return response.body();
    }
    try (InputStream body = response.body()) {
      String text =
          new String(body.readNBytes(LONGEST_ERROR), java.nio.charset.StandardCharsets.UTF_8);
      throw new RefusedException(
          response.statusCode(),
          "%s %s answered %d instead of %d: %s"
              .formatted(
                  response.request().method(),
                  response.request().uri().getPath(),
                  response.statusCode(),
                  expected,
                  text.strip()));
    }
  }
}
