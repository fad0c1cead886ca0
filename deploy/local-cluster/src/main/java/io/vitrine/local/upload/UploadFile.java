package io.vitrine.local.upload;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vitrine.local.ClusterException;
import io.vitrine.local.terminal.Meter;
import io.vitrine.local.terminal.Terminal;
import io.vitrine.local.upload.RememberedUpload.Known;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A file's way into an image: created, sent, and gone on with by whoever runs it again. */
public final class UploadFile {
  private static final Duration LONGEST_FINISH = Duration.ofMinutes(35);

  private final Path file;
  private final long length;
  private final Wish wish;
  private final ImageCalls calls;
  private final RememberedUpload remembered;

  /**
   * What the image is to be.
   *
   * @param imageId of an image that is there; then the rest but the store means nothing
   */
  public record Wish(
      Optional<String> imageId,
      String name,
      String diskFormat,
      String containerFormat,
      Optional<String> store,
      Optional<String> visibility) {}

  /**
   * Looks at the file, sends nothing yet.
   *
   * @param account of whom the image will be: a user in a project
   */
  public UploadFile(Path file, Wish wish, String gateway, String account, Supplier<String> signIn)
      throws IOException {
    this(file, wish, gateway, account, signIn, System.getenv());
  }

  UploadFile(
      Path file,
      Wish wish,
      String gateway,
      String account,
      Supplier<String> signIn,
      Map<String, String> environment)
      throws IOException {
    this.file = file;
    this.length = Files.size(file);
    this.wish = wish;
    this.calls = new ImageCalls(gateway, signIn);
    String purpose = String.join("\n", gateway, account, wish.toString());
    this.remembered = RememberedUpload.of(file, purpose, environment);
  }

  /**
   * Sends it. Returns whether the image is active; if not, the same again goes on.
   *
   * @param patience how long to wait in all, while the server gets no further
   */
  public boolean run(Duration patience) throws IOException, InterruptedException {
    Optional<Known> earlier = remembered.load();
    if (earlier.isEmpty()) {
      return begin(image(), patience);
    }
    String imageId = earlier.get().imageId();
    Optional<URI> url = earlier.get().url();
    if (url.isEmpty()) {
      // The server may have opened it all the same, and says the same again.
      return beginAgain(imageId, Set.of("queued", "saving"), patience);
    }
    say("Going on with the upload to image " + imageId);
    ResumableUpload.End end = send(url.get(), patience);
    if (!(end instanceof ResumableUpload.End.Gone)) {
      return conclude(imageId, end);
    }
    say("The server knows that upload no more: beginning again");
    return beginAgain(imageId, Set.of("queued"), patience);
  }

  /** To the image of last time, if it has one of these statuses; else to another one. */
  private boolean beginAgain(String imageId, Set<String> open, Duration patience)
      throws IOException, InterruptedException {
    String status = calls.status(imageId);
    if (status.equals("active")) {
      remembered.forget();
      say("The image is active already: " + imageId);
      return true;
    }
    if (open.contains(status)) {
      return begin(imageId, patience);
    }
    remembered.forget();
    return begin(image(), patience);
  }

  private String image() throws IOException, InterruptedException {
    if (wish.imageId().isPresent()) {
      return wish.imageId().get();
    }
    ObjectNode record = new ObjectMapper().createObjectNode();
    record
        .put("name", wish.name())
        .put("disk_format", wish.diskFormat())
        .put("container_format", wish.containerFormat());
    wish.visibility().ifPresent(visibility -> record.put("visibility", visibility));
    String id = calls.create(record).path("id").asText();
    remembered.save(new Known(id, Optional.empty()));
    say("Created image " + id + " (" + wish.name() + ", " + wish.diskFormat() + ")");
    return id;
  }

  private boolean begin(String imageId, Duration patience)
      throws IOException, InterruptedException {
    Map<String, String> headers = new HashMap<>();
    headers.put("Upload-Length", Long.toString(length));
    wish.store().ifPresent(store -> headers.put("X-Image-Meta-Store", store));
    URI uploads = calls.uploads(imageId);
    HttpResponse<String> answer = calls.tus("POST", uploads, headers);
    if (answer.statusCode() != 201) {
      throw ImageCalls.refusal(answer);
    }
    URI url = uploads.resolve(answer.headers().firstValue("Location").orElseThrow());
    remembered.save(new Known(imageId, Optional.of(url)));
    return conclude(imageId, send(url, patience));
  }

  private ResumableUpload.End send(URI url, Duration patience) throws InterruptedException {
    Meter meter = new Meter("uploading", length);
    ResumableUpload sending =
        new ResumableUpload(
            calls,
            url,
            file,
            length,
            patience,
            meter::update,
            at -> say("Broken off at " + Terminal.bytes(at) + "; going on"));
    ResumableUpload.End end = sending.run();
    if (end instanceof ResumableUpload.End.Done) {
      meter.end(length);
    }
    return end;
  }

  private boolean conclude(String imageId, ResumableUpload.End end)
      throws IOException, InterruptedException {
    return switch (end) {
      case ResumableUpload.End.Done(long sentAgain) -> {
        remembered.forget();
        awaitActive(imageId);
        say("Active: " + imageId + "; sent again: " + Terminal.bytes(sentAgain));
        yield true;
      }
      case ResumableUpload.End.Gone() -> {
        remembered.forget();
        throw new ClusterException(
            "the server has given the upload up; image %s is %s"
                .formatted(imageId, calls.status(imageId)));
      }
      case ResumableUpload.End.Tired(String reason) -> {
        Terminal.error("no progress: " + reason + "; the same command goes on with the upload");
        yield false;
      }
    };
  }

  /** The last answer may have been lost, and the server be reading the image once more. */
  private void awaitActive(String imageId) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    while (true) {
      String status = calls.status(imageId);
      if (status.equals("active")) {
        return;
      }
      if (!status.equals("saving") || System.nanoTime() - begin > LONGEST_FINISH.toNanos()) {
        throw new ClusterException("the image has not become active: it is " + status);
      }
      Thread.sleep(500);
    }
  }

  private static void say(String text) {
    Terminal.out().println((Terminal.interactive() ? "\r\033[K" : "") + text);
  }
}
