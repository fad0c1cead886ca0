package io.vitrine.local.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.local.images.Digests;
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
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Sends requests, and sends again what may be sent again: whatever breaks off, finds nobody, or is
 * answered with 429, 502, 503 or 504.
 */
final class Caller {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<Integer> FOR_NOW = Set.of(429, 502, 503, 504);
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long PAUSE_MILLIS = 200;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String gateway;
  private final Supplier<String> token;
  private final Supplier<Tally> tally;

  /** Something that was counted as failed; its client begins with something else. */
  static final class GivenUpException extends Exception {}

  /**
   * A caller of a gateway.
   *
   * @param tally of the act that is played now
   */
  Caller(String gateway, Supplier<String> token, Supplier<Tally> tally) {
    this.gateway = gateway;
    this.token = token;
    this.tally = tally;
  }

  /**
   * What is wanted.
   *
   * @param type of the body; empty for no body
   * @param good the status of success
   * @param goodAgain what says that an attempt before this one has succeeded; 0 for nothing
   */
  record Wish(
      String method, String path, String type, BodyPublisher body, int good, int goodAgain) {
    static Wish get(String path) {
      return new Wish("GET", path, "", BodyPublishers.noBody(), 200, 0);
    }

    /** To be told that nothing is there. */
    static Wish nothingAt(String path) {
      return new Wish("GET", path, "", BodyPublishers.noBody(), 404, 0);
    }

    static Wish json(String method, String path, String json, int good, int goodAgain) {
      String type =
          method.equals("PATCH")
              ? "application/openstack-images-v2.1-json-patch"
              : "application/json";
      return new Wish(method, path, type, BodyPublishers.ofString(json), good, goodAgain);
    }

    static Wish delete(String path) {
      return new Wish("DELETE", path, "", BodyPublishers.noBody(), 204, 404);
    }

    static Wish bytes(String path, byte[] bytes) {
      return new Wish(
          "PUT", path, "application/octet-stream", BodyPublishers.ofByteArray(bytes), 204, 0);
    }
  }

  /** Sends until it is answered; returns the answer's body. */
  byte[] call(Wish wish) throws InterruptedException, GivenUpException {
    Tally counted = tally.get();
    long begin = System.nanoTime();
    for (boolean first = true; ; first = false) {
      Attempt attempt = attempt(wish, counted);
      if (attempt.status() == wish.good || (!first && attempt.status() == wish.goodAgain)) {
        counted.answered(since(begin));
        return attempt.body();
      }
      if (attempt.isFinal() || since(begin).compareTo(PATIENCE) > 0) {
        throw failed(counted, attempt.toString());
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  JsonNode json(Wish wish) throws InterruptedException, GivenUpException {
    return parsed(call(wish));
  }

  static JsonNode parsed(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One way of what is tried until the image is active. */
  interface Step {
    /** Does what is to be done for an image of that status; whatever comes of it. */
    void take(String status) throws InterruptedException, GivenUpException;
  }

  /** Sees to it that an image becomes active. */
  void bringUp(String imageId, Step step) throws InterruptedException, GivenUpException {
    Tally counted = tally.get();
    long begin = System.nanoTime();
    while (true) {
      String status = json(Wish.get("/v2/images/" + imageId)).path("status").asText();
      if (status.equals("active")) {
        counted.answered(since(begin));
        return;
      }
      if (since(begin).compareTo(PATIENCE) > 0) {
        throw failed(counted, "image %s is still %s".formatted(imageId, status));
      }
      step.take(status);
    }
  }

  /** Sends once. A status other than the wanted one is no failure yet. */
  void once(Wish wish) throws InterruptedException {
    if (attempt(wish, tally.get()).status() != wish.good) {
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  GivenUpException failed(Tally counted, String complaint) {
    counted.failed(complaint);
    return new GivenUpException();
  }

  Tally tally() {
    return tally.get();
  }

  /**
   * What came of a request.
   *
   * @param broken why there is no answer
   */
  private record Attempt(
      Wish wish, Optional<HttpResponse<byte[]>> answer, Optional<IOException> broken) {
    int status() {
      return answer.map(HttpResponse::statusCode).orElse(0);
    }

    byte[] body() {
      return answer.map(HttpResponse::body).orElse(new byte[0]);
    }

    boolean isFinal() {
      return answer.isPresent() && !FOR_NOW.contains(status());
    }

    @Override
    public String toString() {
      String end =
          broken
              .map(IOException::toString)
              .orElseGet(() -> status() + " " + new String(body(), StandardCharsets.UTF_8));
      return "%s %s: %s".formatted(wish.method, wish.path, end.lines().findFirst().orElse(""));
    }
  }

  private Attempt attempt(Wish wish, Tally counted) throws InterruptedException {
    Attempt attempt = sent(wish);
    if (attempt.status() != wish.good && !attempt.isFinal()) {
      counted.again(attempt.toString());
    }
    return attempt;
  }

  private Attempt sent(Wish wish) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(gateway + wish.path))
            .header("X-Auth-Token", token.get())
            .timeout(ANSWER_PATIENCE)
            .method(wish.method, wish.body);
    if (!wish.type.isEmpty()) {
      request.header("Content-Type", wish.type);
    }
    try {
      HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
      return new Attempt(wish, Optional.of(answer), Optional.empty());
    } catch (IOException e) {
      return new Attempt(wish, Optional.empty(), Optional.of(e));
    }
  }

  static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  static String sha512(byte[] bytes) {
    try {
      return Digests.of("sha512", new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
