package io.vitrine.local.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.local.drill.Caller.GivenUpException;
import io.vitrine.local.drill.Caller.Wish;
import io.vitrine.local.images.Tasks;
import io.vitrine.local.upload.ImageCalls;
import io.vitrine.local.upload.ResumableUpload;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;

/** Takes one image after the other through its life, and notes what it was told. */
final class Client implements Runnable {
  private static final Duration UPLOAD_PATIENCE = Duration.ofMinutes(2);
  private static final String MEMBER = "alt_demo";

  private final Caller caller;
  private final ImageCalls resumable;
  private final Samples samples;
  private final ConcurrentMap<String, Kept> kept;
  private final BooleanSupplier ended;
  private int number;

  /** What is uploaded, as files and as bytes. */
  record Samples(Path small, Path large, Path qcow2, Path raw) {}

  /**
   * A client.
   *
   * @param first the kind of its first image
   * @param kept where it notes, by the image's id
   * @param ended asked before each image
   */
  Client(
      Caller caller,
      ImageCalls resumable,
      Samples samples,
      int first,
      ConcurrentMap<String, Kept> kept,
      BooleanSupplier ended) {
    this.caller = caller;
    this.resumable = resumable;
    this.samples = samples;
    this.number = first;
    this.kept = kept;
    this.ended = ended;
  }

  @Override
  public void run() {
    while (!ended.getAsBoolean()) {
      try {
        image();
        definitions();
        number++;
      } catch (GivenUpException e) {
        // It is counted.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (IOException | RuntimeException e) {
        caller.tally().failed("a client broke down: " + e);
      }
    }
  }

  private void image() throws IOException, InterruptedException, GivenUpException {
    String id = UUID.randomUUID().toString();
    String path = "/v2/images/" + id;
    create(id);
    byte[] expected =
        switch (number % 4) {
          case 0 -> upload(path, id, samples.small());
          case 1 -> upload(path, id, samples.large());
          case 2 -> resume(path, id, samples.large());
          default -> convert(path, id);
        };
    note(id, kept(id).with(expected));
    if (!Arrays.equals(caller.call(Wish.get(path + "/file")), expected)) {
      throw caller.failed(caller.tally(), "image " + id + " comes back as something else");
    }
    String name = "renamed " + number;
    caller.call(
        Wish.json(
            "PATCH",
            path,
            "[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"%s\"}]".formatted(name),
            200,
            0));
    note(id, kept(id).named(name));
    caller.call(Wish.json("POST", path + "/members", "{\"member\":\"" + MEMBER + "\"}", 200, 409));
    note(id, kept(id).sharedWith(MEMBER));
    caller.call(Wish.get("/v2/images?limit=10"));
    if (number % 3 > 0) {
      caller.call(Wish.delete(path));
      note(id, kept(id).gone());
    }
  }

  private void create(String id) throws InterruptedException, GivenUpException {
    String name = "drill " + number;
    String act = caller.tally().title();
    String format = number % 4 == 3 ? "qcow2" : "raw";
    caller.call(
        Wish.json(
            "POST",
            "/v2/images",
            "{\"id\":\"%s\",\"name\":\"%s\",\"disk_format\":\"%s\",\"container_format\":\"bare\"}"
                .formatted(id, name, format),
            201,
            409));
    note(id, Kept.created(act, name));
  }

  private byte[] upload(String path, String id, Path file)
      throws IOException, InterruptedException, GivenUpException {
    byte[] bytes = Files.readAllBytes(file);
    caller.bringUp(
        id,
        status -> {
          if (status.equals("queued")) {
            caller.once(Wish.bytes(path + "/file", bytes));
          } else {
            // An upload that broke off is given up after a while.
            pause();
          }
        });
    return bytes;
  }

  private byte[] resume(String path, String id, Path file)
      throws IOException, InterruptedException, GivenUpException {
    caller.bringUp(
        id,
        status -> {
          try {
            send(path, file);
          } catch (IOException e) {
            caller.tally().again("tus " + path + ": " + e);
            pause();
          }
        });
    return Files.readAllBytes(file);
  }

  private void send(String path, Path file)
      throws IOException, InterruptedException, GivenUpException {
    long length = Files.size(file);
    URI uploads = resumable.uploads(path.substring(path.lastIndexOf('/') + 1));
    var created = resumable.tus("POST", uploads, Map.of("Upload-Length", "" + length));
    if (created.statusCode() != 201) {
      caller.tally().again("tus %s: %d".formatted(path, created.statusCode()));
      pause();
      return;
    }
    URI url = uploads.resolve(created.headers().firstValue("Location").orElseThrow());
    var upload =
        new ResumableUpload(
            resumable,
            url,
            file,
            length,
            UPLOAD_PATIENCE,
            sent -> {},
            at -> caller.tally().again("tus %s: broken off at %d".formatted(path, at)));
    switch (upload.run()) {
      case ResumableUpload.End.Done _ -> {}
      case ResumableUpload.End.Gone() -> caller.tally().again("tus " + path + ": gone");
      case ResumableUpload.End.Tired(String reason) ->
          throw caller.failed(caller.tally(), "tus " + path + ": " + reason);
    }
  }

  private byte[] convert(String path, String id)
      throws IOException, InterruptedException, GivenUpException {
    byte[] disk = Files.readAllBytes(samples.qcow2());
    caller.bringUp(
        id,
        status -> {
          JsonNode task = Tasks.newest(caller.json(Wish.get(path + "/tasks")).path("tasks"));
          if (task.path("status").asText().equals("failure")) {
            throw caller.failed(
                caller.tally(), "import of %s: %s".formatted(id, task.path("message").asText()));
          } else if (!task.isMissingNode()) {
            pause();
          } else if (status.equals("queued")) {
            caller.once(Wish.bytes(path + "/stage", disk));
          } else {
            // Refused as long as staged bytes are not there.
            caller.once(
                Wish.json(
                    "POST",
                    path + "/import",
                    "{\"method\":{\"name\":\"glance-direct\"},\"output_format\":\"raw\"}",
                    202,
                    0));
          }
        });
    return Files.readAllBytes(samples.raw());
  }

  /** Only administrators change them. */
  private void definitions() throws InterruptedException, GivenUpException {
    String path = "/v2/metadefs/namespaces";
    JsonNode namespaces = caller.json(Wish.get(path + "?limit=5")).path("namespaces");
    for (JsonNode namespace : namespaces) {
      String name = namespace.path("namespace").asText();
      caller.call(Wish.get(path + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8)));
    }
  }

  private Kept kept(String id) {
    return Objects.requireNonNull(kept.get(id), id);
  }

  private void note(String id, Kept told) {
    kept.put(id, told);
  }

  private static void pause() throws InterruptedException {
    Thread.sleep(200);
  }
}
