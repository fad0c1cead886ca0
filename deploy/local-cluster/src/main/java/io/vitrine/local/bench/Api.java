package io.vitrine.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.local.ClusterException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A server with a token for it: makes requests, and sends those around a measurement. */
record Api(String base, String token) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  HttpRequest get(String path) {
    return request(path).GET().build();
  }

  HttpRequest post(String path, String json) {
    return request(path).POST(BodyPublishers.ofString(json)).build();
  }

  HttpRequest delete(String path) {
    return request(path).DELETE().build();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(TIMEOUT)
        .header("X-Auth-Token", token)
        .header("Content-Type", "application/json");
  }

  static JsonNode send(HttpRequest request, int expected) throws IOException, InterruptedException {
    HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
    if (response.statusCode() != expected) {
      throw new ClusterException(
          "%s answered %d instead of %d: %s"
              .formatted(
                  request.uri().getPath(), response.statusCode(), expected, response.body()));
    }
    return JSON.readTree(response.body());
  }
}
