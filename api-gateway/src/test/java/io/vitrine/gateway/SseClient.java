package io.vitrine.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** A client of Server-Sent Events that reads one when it wants one. */
final class SseClient implements AutoCloseable {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final HttpResponse<InputStream> answer;
  private final BufferedReader lines;

  private SseClient(HttpResponse<InputStream> answer) {
    this.answer = answer;
    this.lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  static SseClient open(URI url, String token, String accept)
      throws IOException, InterruptedException {
    return open(url, Map.of("X-Auth-Token", token, "Accept", accept));
  }

  static SseClient open(URI url, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(url);
    headers.forEach(request::header);
    return new SseClient(CLIENT.send(request.build(), BodyHandlers.ofInputStream()));
  }

  HttpResponse<InputStream> answer() {
    return answer;
  }

  String body() throws IOException {
    return new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** The next lines up to an empty one; empty at the end of the stream. */
  private Optional<String> block() throws IOException {
    StringBuilder block = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty()) {
        return Optional.of(block.toString());
      }
      block.append(line).append('\n');
    }
    return Optional.empty();
  }

  /** Waits for one; empty at the end of the stream. */
  Optional<String> nextEvent() throws IOException {
    return next("event: ");
  }

  /**
   * Waits for an id that comes without an event, as it does at the begin and beside keep-alives.
   */
  String nextPosition() throws IOException {
    return next("id: ").orElseThrow().substring("id: ".length()).strip();
  }

  /** Waits for one; empty at the end of the stream. */
  Optional<String> nextComment() throws IOException {
    return next(": ");
  }

  private Optional<String> next(String start) throws IOException {
    Optional<String> block = block();
    while (block.isPresent() && !block.get().startsWith(start)) {
      block = block();
    }
    return block;
  }

  @Override
  public void close() throws IOException {
    answer.body().close();
  }
}
