package io.vitrine.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** The Image API as a client sees it: knows a URL and a token. */
final class ImageApi {
  static final String PATCH = "application/openstack-images-v2.1-json-patch";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final String base;
  private final Map<String, String> headers;

  ImageApi(String base, String token) {
    this(base, Map.of("X-Auth-Token", token));
  }

  ImageApi(String base, Map<String, String> headers) {
    this.base = base;
    this.headers = headers;
  }

  /** What came back. */
  record Answer(int status, java.net.http.HttpHeaders headers, byte[] body) {
    JsonNode json() {
      return ImageApi.json(text());
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    @Override
    public String toString() {
      return status + " " + (body.length < 500 ? text() : body.length + " bytes");
    }
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  Answer send(String method, String path, Map<String, String> more, BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofMinutes(2))
            .method(method, body);
    headers.forEach(request::setHeader);
    more.forEach(request::setHeader);
    try {
      HttpResponse<byte[]> response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Answer get(String path) {
    return send("GET", path, Map.of(), BodyPublishers.noBody());
  }

  Answer get(String path, Map<String, String> more) {
    return send("GET", path, more, BodyPublishers.noBody());
  }

  Answer post(String path, String json) {
    return send(
        "POST", path, Map.of("Content-Type", "application/json"), BodyPublishers.ofString(json));
  }

  Answer replace(String path, String json) {
    return send(
        "PUT", path, Map.of("Content-Type", "application/json"), BodyPublishers.ofString(json));
  }

  Answer delete(String path) {
    return send("DELETE", path, Map.of(), BodyPublishers.noBody());
  }

  Answer patch(String id, String json) {
    return send(
        "PATCH", "/v2/images/" + id, Map.of("Content-Type", PATCH), BodyPublishers.ofString(json));
  }

  Answer put(String path, byte[] bytes) {
    return send(
        "PUT",
        path,
        Map.of("Content-Type", "application/octet-stream"),
        BodyPublishers.ofByteArray(bytes));
  }

  /** Without an announced size. */
  Answer putChunked(String path, byte[] bytes) {
    return send(
        "PUT",
        path,
        Map.of("Content-Type", "application/octet-stream"),
        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
  }

  String create(String diskFormat) {
    ObjectNode body = JSON.createObjectNode();
    body.put("name", "it").put("disk_format", diskFormat).put("container_format", "bare");
    Answer answer = post("/v2/images", body.toString());
    if (answer.status() != 201) {
      throw new AssertionError("create: " + answer);
    }
    return answer.json().get("id").asText();
  }

  Answer upload(String id, byte[] bytes) {
    return put("/v2/images/" + id + "/file", bytes);
  }

  Answer stage(String id, byte[] bytes) {
    return put("/v2/images/" + id + "/stage", bytes);
  }

  Answer startImport(String id, String more) {
    return post(
        "/v2/images/" + id + "/import",
        "{\"method\":{\"name\":\"glance-direct\"}%s}".formatted(more));
  }

  Answer download(String id) {
    return get("/v2/images/" + id + "/file");
  }

  JsonNode show(String id) {
    Answer answer = get("/v2/images/" + id);
    if (answer.status() != 200) {
      throw new AssertionError("show: " + answer);
    }
    return answer.json();
  }

  String status(String id) {
    return show(id).get("status").asText();
  }

  JsonNode lastTask(String id) {
    JsonNode tasks = get("/v2/images/" + id + "/tasks").json().get("tasks");
    return tasks.get(tasks.size() - 1);
  }
}
