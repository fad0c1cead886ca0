package io.vitrine.local.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.local.terminal.Terminal;
import io.vitrine.local.upload.ImageCalls;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Follows all images of a project, over as many streams as that takes: each goes on where the one
 * before broke off.
 */
public final class WatchProject {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ImageCalls calls;
  private final String project;
  private final View view;
  private final Streams streams;
  private final ProjectTable table = new ProjectTable(Terminal.width(), ZoneId.systemDefault());
  private String lastId = "";

  /**
   * Prepares it.
   *
   * @param pause before a stream that broke is opened again
   * @param out where it is drawn
   */
  public WatchProject(ImageCalls calls, String project, Duration pause, PrintStream out) {
    this.calls = calls;
    this.project = project;
    this.view = new View(out);
    this.streams = new Streams(calls, pause, view);
  }

  /** Draws what happens, until it is interrupted or refused. */
  public void run() throws IOException, InterruptedException {
    streams.follow(() -> calls.followAll(lastId), this::read, () -> false);
  }

  private void read(Events events) throws IOException, InterruptedException {
    try {
      if (lastId.isEmpty()) {
        view.say("Following the %d images of project %s".formatted(list(), project));
      }
      Optional<Events.Event> event = events.next();
      while (event.isPresent()) {
        happened(event.get());
        event = events.next();
      }
    } finally {
      lastId = events.lastId().isEmpty() ? lastId : events.lastId();
    }
  }

  /** Events name what changes; this is how the rest is. */
  private int list() throws IOException, InterruptedException {
    List<JsonNode> images = calls.imagesOf(project);
    table.forget();
    images.forEach(this::know);
    return images.size();
  }

  private void know(JsonNode image) {
    table.know(
        image.path("id").asText(),
        Terminal.plain(image.path("name").asText("")),
        image.path("status").asText());
  }

  private void happened(Events.Event event) throws IOException, InterruptedException {
    JsonNode data = JSON.readTree(event.data());
    switch (event.kind()) {
      case "image" -> {
        JsonNode image = data.path("image");
        know(image);
        table.show(
            image.path("id").asText(),
            data.path("type").asText(),
            Instant.parse(image.path("updated_at").asText()));
        drawn(image.path("id").asText());
      }
      case "task" -> {
        table.show(data.path("image_id").asText(), Task.from(data));
        drawn(data.path("image_id").asText());
      }
      case "reset" -> {
        view.say("Some events are missing; the %d images as they are now".formatted(list()));
      }
      default -> {
        // Of a newer gateway.
      }
    }
  }

  private void drawn(String imageId) {
    if (Terminal.interactive()) {
      view.paint(table.lines());
    } else {
      view.say(table.line(imageId));
    }
  }
}
