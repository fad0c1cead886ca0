package io.vitrine.it;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Follows a project's events and keeps what it is told. */
final class EventReader implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final HttpResponse<InputStream> answer;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final Thread reading = Thread.ofVirtual().unstarted(this::read);
  private volatile String lastId = "";

  /** An event; {@code type} is empty but for images. */
  record Event(String name, String id, JsonNode data) {
    String type() {
      return data.path("type").asText();
    }

    String imageId() {
      return name.equals("task")
          ? data.path("image_id").asText()
          : data.path("image").path("id").asText();
    }

    /** Of an image, as {@code <id> <type>}. */
    String brief() {
      return imageId() + " " + type();
    }
  }

  private EventReader(HttpResponse<InputStream> answer) {
    this.answer = answer;
  }

  /** Opens a stream, and has its position before it returns. */
  static EventReader open(String gateway, String token, String lastEventId) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(gateway + "/v2/events")).header("X-Auth-Token", token);
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    try {
      HttpResponse<InputStream> answer = CLIENT.send(request.build(), BodyHandlers.ofInputStream());
      EventReader reader = new EventReader(answer);
      reader.reading.start();
      Awaitility.await().atMost(PATIENCE).until(() -> !reader.lastId.isEmpty());
      return reader;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      String name = "";
      String id = "";
      String data = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.isEmpty()) {
          if (!data.isEmpty()) {
            events.add(new Event(name, id, ImageApi.json(data)));
          }
          lastId = id.isEmpty() ? lastId : id;
          name = "";
          id = "";
          data = "";
        }
      }
    } catch (IOException e) {
      // It broke off, as it may.
    }
  }

  String lastId() {
    return lastId;
  }

  List<Event> events() {
    return List.copyOf(events);
  }

  /** What has become of images, so far. */
  List<String> briefs() {
    return events.stream().filter(one -> one.name().equals("image")).map(Event::brief).toList();
  }

  Event await(Predicate<Event> wanted) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> events.stream().filter(wanted).findFirst(), found -> found.isPresent())
        .orElseThrow();
  }

  /** What it has been told then is all that it ever will be. */
  @Override
  public void close() {
    try {
      answer.body().close();
      reading.join();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
