package io.vitrine.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.local.ClusterException;
import io.vitrine.local.images.Digests;
import io.vitrine.local.images.ImageApi;
import io.vitrine.local.images.ImportRequest;
import io.vitrine.local.terminal.Meter;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Upload, convert, download, compare: each step told while it happens. */
final class Journey {
  private static final Duration STALLED = Duration.ofMinutes(5);

  private final ImageApi api;
  private final Path folder;

  Journey(ImageApi api, Path folder) {
    this.api = api;
    this.folder = folder;
  }

  String upload(SourceImage source) throws IOException, InterruptedException {
    JsonNode created = api.create(source.name(), source.diskFormat());
    String id = created.path("id").asText();
    done("created the image", id + " (" + created.path("status").asText() + ")");
    long size = Files.size(source.file());
    var meter = new Meter("staging the " + source.diskFormat(), size);
    api.stage(id, source.file(), meter::update);
    meter.end(size);
    return id;
  }

  /** Returns the image as it is once it is active. */
  JsonNode convert(String id) throws IOException, InterruptedException {
    api.startImport(id, ImportRequest.staged(Optional.of("raw")));
    done("asked for the import", "method glance-direct, output_format raw");
    var phases = new ImportPhases();
    String before = "";
    long lastChange = System.nanoTime();
    while (true) {
      JsonNode image = api.show(id);
      JsonNode task = api.lastTask(id);
      String status = image.path("status").asText();
      String now = status + task.path("status") + task.path("message") + task.path("progress");
      if (!now.equals(before)) {
        before = now;
        lastChange = System.nanoTime();
        phases.show(task);
      }
      if (status.equals("active")) {
        phases.end();
        done(
            "the image is active",
            Terminal.bytes(image.path("size").asLong())
                + ", "
                + image.path("disk_format").asText());
        return image;
      }
      refuseFailure(status, task);
      if (System.nanoTime() - lastChange > STALLED.toNanos()) {
        throw new ClusterException(
            "nothing has moved for " + STALLED.toMinutes() + " minutes: " + now);
      }
      Thread.sleep(200);
    }
  }

  private static void refuseFailure(String status, JsonNode task) {
    boolean failed = task.path("status").asText().equals("failure");
    if (failed || status.equals("killed") || status.equals("deleted")) {
      throw new ClusterException(
          "the import failed, the image is " + status + ": " + task.path("message").asText("?"));
    }
  }

  Path download(JsonNode image) throws IOException, InterruptedException {
    Path target = folder.resolve("downloaded.raw");
    var meter = new Meter("downloading", image.path("size").asLong());
    api.download(image.path("id").asText(), target, meter::update);
    meter.end(Files.size(target));
    return target;
  }

  /** Says whether the download is what it has to be, and what it should be by its checksum. */
  boolean compare(JsonNode image, Path downloaded, SourceImage source) throws IOException {
    String algorithm = image.path("os_hash_algo").asText("sha512");
    String digest = Digests.of(algorithm, Files.newInputStream(downloaded));
    boolean sameDigest = digest.equals(image.path("os_hash_value").asText());
    verdict(sameDigest, algorithm + " of the API", digest.substring(0, 32) + "…");
    long difference = Files.mismatch(downloaded, source.expected());
    verdict(
        difference < 0,
        "byte by byte",
        difference < 0
            ? Files.size(downloaded) + " bytes equal to " + source.judge()
            : "differs at byte " + difference + " from " + source.judge());
    return sameDigest && difference < 0;
  }

  static void done(String what, String detail) {
    verdict(true, what, detail);
  }

  private static void verdict(boolean good, String what, String detail) {
    String mark = good ? Terminal.green("✔") : Terminal.red("✘");
    Terminal.out().println(String.format("  %s %-22s %s", mark, what, detail));
  }
}
