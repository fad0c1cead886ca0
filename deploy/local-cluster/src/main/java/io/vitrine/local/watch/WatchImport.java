package io.vitrine.local.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.local.images.Tasks;
import io.vitrine.local.terminal.Terminal;
import io.vitrine.local.upload.ImageCalls;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/**
 * Follows the latest import of an image to its end, over as many streams as that takes. Without an
 * import it waits for one.
 */
public final class WatchImport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ImageCalls calls;
  private final String imageId;
  private final View view;
  private final Streams streams;
  private final Picture picture = new Picture(Terminal.width());
  private Optional<Task> followed = Optional.empty();

  /**
   * Prepares it.
   *
   * @param pause before a stream that broke is opened again
   * @param out where it is drawn
   */
  public WatchImport(ImageCalls calls, String imageId, Duration pause, PrintStream out) {
    this.calls = calls;
    this.imageId = imageId;
    this.view = new View(out);
    this.streams = new Streams(calls, pause, view);
  }

  /** Draws the import; returns whether the image is active in the end. */
  public boolean run() throws IOException, InterruptedException {
    latest().ifPresent(this::show);
    if (followed.isEmpty()) {
      view.say("Image %s is %s; waiting for an import".formatted(imageId, calls.status(imageId)));
    }
    streams.follow(() -> calls.follow(imageId), this::read, this::hasEnded);
    return conclude();
  }

  /** As JSON, since a stream does not say where its first part ends. */
  private Optional<Task> latest() throws IOException, InterruptedException {
    JsonNode newest = Tasks.newest(calls.tasks(imageId));
    return newest.isMissingNode() ? Optional.empty() : Optional.of(Task.listed(newest));
  }

  private void read(Events events) throws IOException {
    while (!hasEnded()) {
      Optional<String> data = events.next("task");
      if (data.isEmpty()) {
        return;
      }
      show(Task.from(JSON.readTree(data.get())));
    }
  }

  /** Only the latest import counts. */
  private void show(Task task) {
    if (followed
        .filter(one -> !one.id().equals(task.id()) && task.createdAt().isBefore(one.createdAt()))
        .isPresent()) {
      return;
    }
    followed = Optional.of(task);
    picture.show(task);
    view.show(picture);
  }

  private boolean hasEnded() {
    return followed.filter(Task::hasEnded).isPresent();
  }

  private boolean conclude() throws IOException, InterruptedException {
    Task task = followed.orElseThrow();
    String status = calls.status(imageId);
    if (task.hasFailed()) {
      Terminal.error("the import failed: " + task.message());
      Terminal.error("image " + imageId + " is " + status);
      return false;
    }
    view.say("Image %s is %s".formatted(imageId, status));
    return status.equals("active");
  }
}
