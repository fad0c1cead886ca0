package io.vitrine.local.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.local.ClusterException;
import io.vitrine.local.images.Tasks;
import io.vitrine.local.terminal.Terminal;
import io.vitrine.local.upload.ImageCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Follows the latest import of an image to its end, over as many streams as that takes. Without an
 * import it waits for one.
 */
public final class WatchImport {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);
  private static final int REFUSED_TOKENS = 3;
  private static final int LONGEST_ERROR = 2_000;

  private final ImageCalls calls;
  private final String imageId;
  private final Duration pause;
  private final View view;
  private final Picture picture = new Picture(Terminal.width());
  private Optional<Task> followed = Optional.empty();

  /** Why there is no stream, as it was said; empty while there is one. */
  private String told = "";

  private int refusedTokens;

  /**
   * Prepares it.
   *
   * @param pause before a stream that broke is opened again
   * @param out where it is drawn
   */
  public WatchImport(ImageCalls calls, String imageId, Duration pause, PrintStream out) {
    this.calls = calls;
    this.imageId = imageId;
    this.pause = pause;
    this.view = new View(out);
  }

  /** Draws the import; returns whether the image is active in the end. */
  public boolean run() throws IOException, InterruptedException {
    latest().ifPresent(this::show);
    if (followed.isEmpty()) {
      view.say("Image %s is %s; waiting for an import".formatted(imageId, calls.status(imageId)));
    }
    while (!hasEnded()) {
      try {
        follow();
      } catch (IOException e) {
        breakOff(e.toString());
      } catch (ClusterException e) {
        // The token has ended while the gateway is away: it has been there before.
        if (!(e.getCause() instanceof IOException)) {
          throw e;
        }
        breakOff(String.valueOf(e.getMessage()));
      }
      if (!hasEnded()) {
        Thread.sleep(pause);
      }
    }
    return conclude();
  }

  /** Says it once, however many tries there are. */
  private void breakOff(String reason) {
    if (!reason.equals(told)) {
      told = reason;
      view.say("Broken off (" + reason + "); trying again");
    }
  }

  /** As JSON, since a stream does not say where its first part ends. */
  private Optional<Task> latest() throws IOException, InterruptedException {
    JsonNode newest = Tasks.newest(calls.tasks(imageId));
    return newest.isMissingNode() ? Optional.empty() : Optional.of(Task.listed(newest));
  }

  private void follow() throws IOException, InterruptedException {
    HttpResponse<InputStream> answer = calls.follow(imageId);
    switch (answer.statusCode()) {
      case 200 -> {
        told = "";
        refusedTokens = 0;
        try (Events events = new Events(answer.body(), LONGEST_SILENCE)) {
          read(events);
        }
      }
      case 401 -> {
        answer.body().close();
        calls.forgetToken();
        if (++refusedTokens == REFUSED_TOKENS) {
          throw new ClusterException("the gateway takes no token of this user any more");
        }
      }
      case 429, 503 -> {
        answer.body().close();
        breakOff("the gateway answers " + answer.statusCode());
      }
      default -> {
        try (InputStream body = answer.body()) {
          throw new ClusterException(
              "the gateway answers %d: %s"
                  .formatted(
                      answer.statusCode(),
                      new String(body.readNBytes(LONGEST_ERROR), StandardCharsets.UTF_8).strip()));
        }
      }
    }
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
