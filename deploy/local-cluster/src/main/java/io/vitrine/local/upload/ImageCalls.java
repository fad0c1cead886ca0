package io.vitrine.local.upload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vitrine.local.ClusterException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The calls of the Image API that commands make, with a token that is renewed when it ends. */
public final class ImageCalls {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Nothing moves while the server reads a large image once more. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(35);

  private static final int UNAUTHORIZED = 401;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI images;
  private final Supplier<String> signIn;
  private @Nullable String token;

  public ImageCalls(String gateway, Supplier<String> signIn) {
    this.images = URI.create(gateway + "/v2/images");
    this.signIn = signIn;
  }

  /** The image as the API shows it. */
  JsonNode create(ObjectNode record) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send(
            "POST",
            images,
            Map.of("Content-Type", "application/json"),
            BodyPublishers.ofString(record.toString()));
    if (answer.statusCode() != 201) {
      throw refusal(answer);
    }
    return JSON.readTree(answer.body());
  }

  /** Its status; {@code missing} for one that is not there. */
  public String status(String imageId) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send("GET", URI.create(images + "/" + imageId), Map.of(), BodyPublishers.noBody());
    return switch (answer.statusCode()) {
      case 200 -> JSON.readTree(answer.body()).path("status").asText();
      case 404 -> "missing";
      default -> throw refusal(answer);
    };
  }

  /** Its imports, as the API lists them. */
  public JsonNode tasks(String imageId) throws IOException, InterruptedException {
    HttpResponse<String> answer = send("GET", tasksOf(imageId), Map.of(), BodyPublishers.noBody());
    if (answer.statusCode() != 200) {
      throw refusal(answer);
    }
    return JSON.readTree(answer.body()).path("tasks");
  }

  /** The same, live: the answer, whatever its status, whose body does not end. */
  public HttpResponse<InputStream> follow(String imageId) throws IOException, InterruptedException {
    HttpRequest request =
        request("GET", tasksOf(imageId), Map.of(), BodyPublishers.noBody())
            .setHeader("Accept", "text/event-stream")
            .timeout(PATIENCE)
            .build();
    return client.send(request, BodyHandlers.ofInputStream());
  }

  /**
   * All that happens to the images of the project, live: the answer, whatever its status.
   *
   * @param lastId where the last stream ended; empty for what happens from now on
   */
  public HttpResponse<InputStream> followAll(String lastId)
      throws IOException, InterruptedException {
    Map<String, String> from = lastId.isEmpty() ? Map.of() : Map.of("Last-Event-ID", lastId);
    HttpRequest request =
        request("GET", images.resolve("/v2/events"), from, BodyPublishers.noBody())
            .setHeader("Accept", "text/event-stream")
            .timeout(PATIENCE)
            .build();
    return client.send(request, BodyHandlers.ofInputStream());
  }

  /** The images of a project, as the API lists them. */
  public List<JsonNode> imagesOf(String project) throws IOException, InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    String next =
        "/v2/images?limit=1000&owner=" + URLEncoder.encode(project, StandardCharsets.UTF_8);
    while (!next.isEmpty()) {
      HttpResponse<String> answer =
          send("GET", images.resolve(next), Map.of(), BodyPublishers.noBody());
      if (answer.statusCode() != 200) {
        throw refusal(answer);
      }
      JsonNode page = JSON.readTree(answer.body());
      page.path("images").forEach(all::add);
      next = page.path("next").asText("");
    }
    return all;
  }

  private URI tasksOf(String imageId) {
    return URI.create(images + "/" + imageId + "/tasks");
  }

  /** Where uploads of an image begin. */
  public URI uploads(String imageId) {
    return URI.create(images + "/" + imageId + "/uploads");
  }

  /** A request of tus with a short answer. */
  public HttpResponse<String> tus(String method, URI url, Map<String, String> headers)
      throws IOException, InterruptedException {
    return send(method, url, withVersion(headers), BodyPublishers.noBody());
  }

  /**
   * Sends the bytes from an offset on. Ends with an {@link IOException} if nothing moves for long.
   *
   * @param sent how many have gone out
   */
  HttpResponse<String> patch(URI url, long offset, BodyPublisher bytes, LongSupplier sent)
      throws IOException, InterruptedException {
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            "application/offset+octet-stream",
            "Upload-Offset",
            Long.toString(offset));
    HttpRequest request = request("PATCH", url, withVersion(headers), bytes).build();
    return LongSend.send(client, request, sent, LONGEST_SILENCE);
  }

  private static Map<String, String> withVersion(Map<String, String> headers) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Tus-Resumable", "1.0.0");
    return all;
  }

  /** The token has ended: the next request gets another one. */
  public void forgetToken() {
    token = null;
  }

  private HttpResponse<String> send(
      String method, URI url, Map<String, String> headers, BodyPublisher body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            request(method, url, headers, body).timeout(PATIENCE).build(), BodyHandlers.ofString());
    if (answer.statusCode() != UNAUTHORIZED) {
      return answer;
    }
    forgetToken();
    return client.send(
        request(method, url, headers, body).timeout(PATIENCE).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(
      String method, URI url, Map<String, String> headers, BodyPublisher body) {
    String current = token == null ? signIn.get() : token;
    token = current;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .method(method, body)
            .header("X-Auth-Token", current)
            .header("Accept", "text/plain");
    headers.forEach(request::header);
    return request;
  }

  static ClusterException refusal(HttpResponse<String> answer) {
    return new ClusterException(
        "%s answered %d: %s"
            .formatted(
                answer.request().method() + " " + answer.request().uri().getPath(),
                answer.statusCode(),
                answer.body().strip()));
  }
}
