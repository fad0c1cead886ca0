package io.vitrine.local.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.local.images.ImageApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is left once all imports are over: in the catalogue, in the store, at the worker. */
final class Aftermath {
  private static final Set<String> FINAL = Set.of("queued", "active");
  private static final Pattern OBJECT = Pattern.compile("[^/]+/blobs/([^/]+)/[^/]+");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long PAUSE_MILLIS = 500;

  private final ImageApi api;
  private final Path objects;
  private final Path workerFolder;

  /**
   * What is looked at.
   *
   * @param objects where the S3 server keeps its buckets: there, and in no listing that it gives,
   *     are also the parts of uploads that never ended
   * @param workerFolder all that the worker may write to on this disk
   */
  Aftermath(ImageApi api, Path objects, Path workerFolder) {
    this.api = api;
    this.objects = objects;
    this.workerFolder = workerFolder;
  }

  /** Looks again until nothing is wrong any more, or it should not be. */
  List<String> complaints() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<String> complaints = look();
    while (!complaints.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(PAUSE_MILLIS);
      complaints = look();
    }
    return complaints;
  }

  private List<String> look() throws IOException, InterruptedException {
    Map<String, String> statuses = new HashMap<>();
    for (JsonNode image : api.list()) {
      statuses.put(image.path("id").asText(), image.path("status").asText());
    }
    List<String> complaints = new ArrayList<>();
    statuses.forEach((id, status) -> {
      if (!FINAL.contains(status)) {
        complaints.add("image %s is still %s".formatted(id, status));
      }
    });
    complaints.addAll(inStore(files(objects), statuses));
    files(workerFolder).stream()
        .filter(file -> !isOfTheRuntime(file))
        .forEach(file -> complaints.add("the worker has left " + file));
    return complaints;
  }

  /** The web server of the worker unpacks its resources there. */
  private static boolean isOfTheRuntime(String file) {
    return file.startsWith("vertx-cache");
  }

  /**
   * Compares what is there with what has to be: one object for each active image.
   *
   * @param statuses of all images, by id
   */
  static List<String> inStore(Set<String> files, Map<String, String> statuses) {
    Set<String> missing =
        statuses.entrySet().stream()
            .filter(image -> image.getValue().equals("active"))
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> complaints = new ArrayList<>();
    for (String file : files) {
      Matcher object = OBJECT.matcher(file);
      if (!object.matches()) {
        complaints.add("the store holds %s, which is no object".formatted(file));
      } else if (!missing.remove(object.group(1))) {
        complaints.add(
            "the store holds %s, but image %s is %s"
                .formatted(
                    file,
                    object.group(1),
                    statuses.containsKey(object.group(1))
                        ? statuses.get(object.group(1)) + " without it"
                        : "unknown"));
      }
    }
    missing.forEach(id -> complaints.add("image %s is active and its object away".formatted(id)));
    return complaints;
  }

  private static Set<String> files(Path root) throws IOException {
    while (true) {
      try (Stream<Path> files = Files.walk(root)) {
        return files
            .filter(Files::isRegularFile)
            .map(file -> root.relativize(file).toString())
            .collect(Collectors.toCollection(TreeSet::new));
      } catch (UncheckedIOException e) {
        if (!(e.getCause() instanceof NoSuchFileException)) {
          throw e.getCause();
        }
        // It went away while we walked.
      }
    }
  }
}
