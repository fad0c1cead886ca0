package io.vitrine.local.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vitrine.local.metadefs.LoadMode;
import io.vitrine.local.upload.LongSend;
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
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The Image API of one cloud, with a token that is renewed in time. Short calls are tried again
 * while the service is away; an answer other than the expected one is a {@link Refusal}.
 */
final class ImageServer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);
  private static final Duration BEFORE_THE_END = Duration.ofMinutes(1);
  private static final int ATTEMPTS = 5;
  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final int PAGE = 500;

  private final HttpClient client;
  private final SignIn signIn;
  private SignIn.@Nullable Session session;

  ImageServer(Cloud cloud) {
    this.client = Https.client(cloud);
    this.signIn = cloud.signIn();
  }

  /** Who one is there. */
  synchronized SignIn.Session session() throws IOException, InterruptedException {
    SignIn.Session current = session;
    if (current == null || current.end().isBefore(Instant.now().plus(BEFORE_THE_END))) {
      current = signIn.open();
      session = current;
    }
    return current;
  }

  private synchronized void forget(SignIn.Session ended) {
    if (ended.equals(session)) {
      session = null;
    }
  }

  /** All images that one sees and that the query is for; as an administrator sees all, all. */
  void list(Map<String, String> query, Consumer<JsonNode> each)
      throws IOException, InterruptedException {
    for (boolean hidden : new boolean[] {false, true}) {
      Map<String, String> whole = new TreeMap<>(query);
      whole.put("limit", "" + PAGE);
      whole.put("os_hidden", "" + hidden);
      whole.put("member_status", "all");
      // What is made meanwhile comes last.
      whole.put("sort_key", "created_at");
      whole.put("sort_dir", "asc");
      whole.putIfAbsent("visibility", "all");
      pages("/v2/images?" + encoded(whole), "images", each);
    }
  }

  /** All namespaces of definitions, without what is in them. */
  void listNamespaces(Consumer<JsonNode> each) throws IOException, InterruptedException {
    String query = "?limit=" + PAGE + "&sort_key=namespace&sort_dir=asc";
    pages("/v2/metadefs/namespaces" + query, "namespaces", each);
  }

  private void pages(String first, String items, Consumer<JsonNode> each)
      throws IOException, InterruptedException {
    String root = first.substring(0, first.indexOf('?'));
    String next = first;
    while (!next.isEmpty()) {
      JsonNode page = get(next).orElseThrow(() -> new IOException("no list at " + root));
      page.path(items).forEach(each);
      String link = page.path("next").asText("");
      next = link.isEmpty() ? "" : root + "?" + URI.create(link).getRawQuery();
    }
  }

  Optional<ImageRecord> find(String id) throws IOException, InterruptedException {
    Optional<JsonNode> image = get(path(id));
    if (image.isEmpty()) {
      return Optional.empty();
    }
    boolean shared = image.get().path("visibility").asText().equals("shared");
    return Optional.of(ImageRecord.from(image.get(), shared ? members(id) : Map.of()));
  }

  private SortedMap<String, String> members(String id) throws IOException, InterruptedException {
    SortedMap<String, String> members = new TreeMap<>();
    // Who is not told of the members must not take it that there are none.
    get(path(id) + "/members")
        .orElseThrow(() -> new IOException("the members of " + id + " are not shown"))
        .path("members")
        .forEach(member ->
            members.put(member.path("member_id").asText(), member.path("status").asText()));
    return members;
  }

  /**
   * Makes a record that is queued.
   *
   * @return whether its id is free
   */
  boolean create(String id, SortedMap<String, JsonNode> said)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("id", id);
    body.setAll(said);
    HttpResponse<String> answer = json("POST", "/v2/images", body);
    return answer.statusCode() != 409 && expect(answer, 201);
  }

  void change(String id, ArrayNode patch) throws IOException, InterruptedException {
    Map<String, String> type =
        Map.of("Content-Type", "application/openstack-images-v2.1-json-patch");
    expect(send("PATCH", path(id), type, BodyPublishers.ofString(patch.toString())), 200);
  }

  void share(String id, String member) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        json("POST", path(id) + "/members", JSON.createObjectNode().put("member", member));
    if (answer.statusCode() != 409) {
      expect(answer, 200);
    }
  }

  void answer(String id, String member, String status) throws IOException, InterruptedException {
    expect(json("PUT", path(id, member), JSON.createObjectNode().put("status", status)), 200);
  }

  void unshare(String id, String member) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send("DELETE", path(id, member), Map.of(), BodyPublishers.noBody());
    if (answer.statusCode() != 404) {
      expect(answer, 204);
    }
  }

  /** Deactivates or reactivates it. */
  void act(String id, String action) throws IOException, InterruptedException {
    String path = path(id) + "/actions/" + action;
    expect(send("POST", path, Map.of(), BodyPublishers.noBody()), 204);
  }

  /** The image's bytes, for the caller to close. */
  InputStream download(String id) throws IOException, InterruptedException {
    HttpResponse<InputStream> answer = open(path(id) + "/file");
    if (answer.statusCode() == 200) {
      return answer.body();
    }
    try (InputStream body = answer.body()) {
      String text = new String(body.readNBytes(4096), StandardCharsets.UTF_8);
      String reason = answer.statusCode() == 204 ? "it has no bytes, though it is active" : text;
      throw Refusal.of(answer, reason);
    }
  }

  private HttpResponse<InputStream> open(String path) throws IOException, InterruptedException {
    SignIn.Session current = session();
    HttpRequest request =
        request(current, "GET", path, Map.of(), BodyPublishers.noBody()).timeout(PATIENCE).build();
    HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
    if (answer.statusCode() != 401) {
      return answer;
    }
    answer.body().close();
    forget(current);
    return client.send(
        request(session(), "GET", path, Map.of(), BodyPublishers.noBody())
            .timeout(PATIENCE)
            .build(),
        BodyHandlers.ofInputStream());
  }

  /**
   * Sends all bytes. Ends with an {@link IOException} if nothing moves for long.
   *
   * @param size how many there are; null if nobody knows
   * @param store where they go; empty for the service's choice
   * @param sent how many have gone out
   */
  void upload(
      String id, InputStream bytes, @Nullable Long size, Optional<String> store, LongSupplier sent)
      throws IOException, InterruptedException {
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", "application/octet-stream");
    store.ifPresent(name -> headers.put("X-Image-Meta-Store", name));
    HttpRequest request =
        request(session(), "PUT", path(id) + "/file", headers, body(bytes, size)).build();
    expect(LongSend.send(client, request, sent, LONGEST_SILENCE), 204);
  }

  private static BodyPublisher body(InputStream bytes, @Nullable Long size) {
    BodyPublisher all = BodyPublishers.ofInputStream(() -> bytes);
    if (size == null) {
      return all;
    }
    return size == 0 ? BodyPublishers.noBody() : BodyPublishers.fromPublisher(all, size);
  }

  /** A namespace with all that is in it. */
  Optional<JsonNode> findNamespace(String name) throws IOException, InterruptedException {
    return get("/v2/metadefs/namespaces/" + encoded(name));
  }

  /** All of a namespace or nothing; Vitrine's own call, other Image APIs do not have it. */
  void loadNamespace(JsonNode document, LoadMode mode) throws IOException, InterruptedException {
    expect(json("POST", "/v2/metadefs/catalogue?mode=" + mode, document), 200);
  }

  private Optional<JsonNode> get(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = send("GET", path, Map.of(), BodyPublishers.noBody());
    if (answer.statusCode() == 404) {
      return Optional.empty();
    }
    expect(answer, 200);
    return Optional.of(JSON.readTree(answer.body()));
  }

  private HttpResponse<String> json(String method, String path, JsonNode body)
      throws IOException, InterruptedException {
    Map<String, String> type = Map.of("Content-Type", "application/json");
    return send(method, path, type, BodyPublishers.ofString(body.toString()));
  }

  private HttpResponse<String> send(
      String method, String path, Map<String, String> headers, BodyPublisher body)
      throws IOException, InterruptedException {
    long pause = FIRST_PAUSE_MILLIS;
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<String> answer = sendSignedIn(method, path, headers, body);
        if (attempt == ATTEMPTS || !Refusal.isPassing(answer.statusCode())) {
          return answer;
        }
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
      Thread.sleep(pause);
      pause *= 2;
    }
  }

  private HttpResponse<String> sendSignedIn(
      String method, String path, Map<String, String> headers, BodyPublisher body)
      throws IOException, InterruptedException {
    SignIn.Session current = session();
    HttpResponse<String> answer = sendOnce(current, method, path, headers, body);
    if (answer.statusCode() != 401) {
      return answer;
    }
    forget(current);
    return sendOnce(session(), method, path, headers, body);
  }

  private HttpResponse<String> sendOnce(
      SignIn.Session who,
      String method,
      String path,
      Map<String, String> headers,
      BodyPublisher body)
      throws IOException, InterruptedException {
    return client.send(
        request(who, method, path, headers, body).timeout(PATIENCE).build(),
        BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(
      SignIn.Session who,
      String method,
      String path,
      Map<String, String> headers,
      BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(who.endpoint() + path))
            .method(method, body)
            .header("Accept", "text/plain");
    who.token().ifPresent(token -> request.header("X-Auth-Token", token));
    headers.forEach(request::header);
    return request;
  }

  private static boolean expect(HttpResponse<String> answer, int status) {
    if (answer.statusCode() != status) {
      throw Refusal.of(answer, answer.body());
    }
    return true;
  }

  private static String path(String id) {
    return "/v2/images/" + encoded(id);
  }

  private static String path(String id, String member) {
    return path(id) + "/members/" + encoded(member);
  }

  private static String encoded(Map<String, String> query) {
    StringBuilder text = new StringBuilder();
    query.forEach((key, value) ->
        text.append(text.isEmpty() ? "" : "&").append(key).append('=').append(encoded(value)));
    return text.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
