package io.vitrine.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vitrine.local.ClusterException;
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
import java.util.function.LongConsumer;

/** The few calls of the Image API that the demo makes, as any client would make them. */
final class ImageApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BLOCK = 1 << 18;
  private static final int LONGEST_ERROR = 300;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String base;
  private final String token;

  ImageApi(String gateway, String token) {
    this.base = gateway + "/v2/images";
    this.token = token;
  }

  JsonNode create(String name, String diskFormat) throws IOException, InterruptedException {
    ObjectNode image = JSON.createObjectNode();
    image.put("name", name).put("disk_format", diskFormat).put("container_format", "bare");
    var request = json("").POST(BodyPublishers.ofString(image.toString())).build();
    return JSON.readTree(checked(client.send(request, BodyHandlers.ofInputStream()), 201));
  }

  void stage(String id, Path file, LongConsumer onSent) throws IOException, InterruptedException {
    var request =
        request("/" + id + "/stage")
            .header("Content-Type", "application/octet-stream")
            .PUT(new MeteredFile(file, onSent))
            .build();
    checked(client.send(request, BodyHandlers.ofInputStream()), 204).close();
  }

  void startImport(String id, String outputFormat) throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("method").put("name", "glance-direct");
    body.put("output_format", outputFormat);
    var request = json("/" + id + "/import").POST(BodyPublishers.ofString(body.toString())).build();
    checked(client.send(request, BodyHandlers.ofInputStream()), 202).close();
  }

  JsonNode show(String id) throws IOException, InterruptedException {
    return get("/" + id);
  }

  /** The youngest task of the image; a missing node when there is none yet. */
  JsonNode lastTask(String id) throws IOException, InterruptedException {
    JsonNode last = JSON.missingNode();
    for (JsonNode task : get("/" + id + "/tasks").path("tasks")) {
      if (task.path("created_at").asText().compareTo(last.path("created_at").asText("")) >= 0) {
        last = task;
      }
    }
    return last;
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    var request = request(path).timeout(Duration.ofSeconds(30)).GET().build();
    return JSON.readTree(checked(client.send(request, BodyHandlers.ofInputStream()), 200));
  }

  void download(String id, Path target, LongConsumer onReceived)
      throws IOException, InterruptedException {
    var request = request("/" + id + "/file").GET().build();
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    byte[] block = new byte[BLOCK];
    long received = 0;
    try (InputStream in = checked(response, 200);
        OutputStream out = Files.newOutputStream(target)) {
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        out.write(block, 0, n);
        received += n;
        onReceived.accept(received);
      }
    }
  }

  private HttpRequest.Builder json(String path) {
    return request(path).header("Content-Type", "application/json").timeout(Duration.ofMinutes(1));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).header("X-Auth-Token", token);
  }

  private static InputStream checked(HttpResponse<InputStream> response, int expected)
      throws IOException {
    if (response.statusCode() == expected) {
      return response.body();
    }
    try (InputStream body = response.body()) {
      String text =
          new String(body.readNBytes(LONGEST_ERROR), java.nio.charset.StandardCharsets.UTF_8);
      throw new ClusterException(
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
