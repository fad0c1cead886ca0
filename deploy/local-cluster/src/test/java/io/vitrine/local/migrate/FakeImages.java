package io.vitrine.local.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.vitrine.local.TestServer;
import io.vitrine.local.images.Digests;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** As much of an Image API as one image takes that nobody shares. */
final class FakeImages implements HttpHandler, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROOT = "/v2/images";

  final Map<String, ObjectNode> records = new HashMap<>();
  final Map<String, byte[]> files = new HashMap<>();

  /** Ids of which nothing is shown, though they are taken. */
  final List<String> deleted = new ArrayList<>();

  /** How many uploads end in their middle; the image is then saving until it has been asked for. */
  int breaks;

  private final TestServer server = new TestServer(this);

  ImageServer client() {
    return new ImageServer(new Cloud("X_", Map.of(), Optional.of(server.url())));
  }

  void add(String id, byte[] bytes) throws IOException {
    ObjectNode image = JSON.createObjectNode().put("id", id).put("visibility", "private");
    records.put(id, image.put("disk_format", "raw").put("container_format", "bare"));
    keep(id, bytes);
  }

  private void keep(String id, byte[] bytes) throws IOException {
    files.put(id, bytes);
    records
        .get(id)
        .put("status", "active")
        .put("size", bytes.length)
        .put("os_hash_algo", "sha512")
        .put("os_hash_value", Digests.of("sha512", new ByteArrayInputStream(bytes)));
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String id = path.replaceFirst(ROOT + "/?", "").replaceFirst("/file$", "");
    switch (exchange.getRequestMethod() + (path.endsWith("/file") ? " file" : "")) {
      case "POST" -> create(exchange);
      case "PUT file" -> upload(exchange, id);
      case "GET file" -> download(exchange, id);
      case "GET" -> show(exchange, id);
      default -> TestServer.answer(exchange, 405, "");
    }
  }

  private void create(HttpExchange exchange) throws IOException {
    ObjectNode image = (ObjectNode) JSON.readTree(exchange.getRequestBody());
    String id = image.path("id").asText();
    if (deleted.contains(id) || records.containsKey(id)) {
      TestServer.answer(exchange, 409, "409 Conflict\n\nIt exists.");
      return;
    }
    records.put(id, image.put("status", "queued"));
    TestServer.answer(exchange, 201, image.toString());
  }

  private void upload(HttpExchange exchange, String id) throws IOException {
    if (breaks > 0) {
      breaks--;
      exchange.getRequestBody().read();
      records.get(id).put("status", "saving");
      exchange.close();
      return;
    }
    try (InputStream body = exchange.getRequestBody()) {
      keep(id, body.readAllBytes());
    }
    TestServer.answer(exchange, 204, "");
  }

  private void download(HttpExchange exchange, String id) throws IOException {
    byte[] bytes = files.get(id);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void show(HttpExchange exchange, String id) throws IOException {
    JsonNode image = records.get(id);
    TestServer.answer(exchange, image == null ? 404 : 200, image == null ? "" : image.toString());
    if (image instanceof ObjectNode shown && shown.path("status").asText().equals("saving")) {
      shown.put("status", "queued");
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
