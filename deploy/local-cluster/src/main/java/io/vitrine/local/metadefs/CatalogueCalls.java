package io.vitrine.local.metadefs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.local.ClusterException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The calls of the API by which whole namespaces come and go. */
public final class CatalogueCalls {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String root;
  private final String token;

  public CatalogueCalls(String gateway, String token) {
    this.root = gateway + "/v2/metadefs";
    this.token = token;
  }

  /** What the service says that it did with the namespace in the file. */
  JsonNode load(Path file, LoadMode mode) throws IOException, InterruptedException {
    return JSON.readTree(send("POST", "/catalogue?mode=" + mode, BodyPublishers.ofFile(file), 200));
  }

  /** The namespace as a file has it, for people to read. */
  String export(String namespace) throws IOException, InterruptedException {
    String document = send("GET", "/catalogue/" + encoded(namespace), BodyPublishers.noBody(), 200);
    return JSON.readTree(document).toPrettyString() + "\n";
  }

  void unload(String namespace) throws IOException, InterruptedException {
    send("DELETE", "/catalogue/" + encoded(namespace), BodyPublishers.noBody(), 204);
  }

  /** All namespaces by name, without their parts. */
  public List<JsonNode> list() throws IOException, InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    String query = "?limit=1000&sort_key=namespace&sort_dir=asc";
    JsonNode page = page(query);
    page.path("namespaces").forEach(all::add);
    while (page.has("next")) {
      page = page("?" + URI.create(page.path("next").asText()).getRawQuery());
      page.path("namespaces").forEach(all::add);
    }
    return all;
  }

  private JsonNode page(String query) throws IOException, InterruptedException {
    return JSON.readTree(send("GET", "/namespaces" + query, BodyPublishers.noBody(), 200));
  }

  private String send(String method, String path, BodyPublisher body, int expected)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(root + path))
            .header("X-Auth-Token", token)
            .header("Accept", "application/json, application/problem+json")
            .header("Content-Type", "application/json")
            .timeout(PATIENCE)
            .method(method, body)
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != expected) {
      throw new ClusterException(
          "%s %s answered %d: %s"
              .formatted(method, path, answer.statusCode(), reason(answer.body())));
    }
    return answer.body();
  }

  private static String reason(String body) {
    try {
      return JSON.readTree(body).path("detail").asText(body);
    } catch (IOException e) {
      return body;
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
