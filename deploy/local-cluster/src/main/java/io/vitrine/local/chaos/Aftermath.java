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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is left once all imports are over: in the catalogue, in the store, at the worker. */
public final class Aftermath {
  private static final Set<String> FINAL = Set.of("queued", "active");
  private static final Pattern OBJECT = Pattern.compile("([^/]+)/blobs/([^/]+)/[^/]+");

  /**
   * What S3Proxy was killed while it wrote: a part, or an object from parts. Never more than a file
   * of its own beside the one that was meant, which nobody but a scrub can know of.
   */
  private static final Pattern TORN =
      Pattern.compile(".*/[0-9a-f-]{36}(-\\d+)?-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

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
  public Aftermath(ImageApi api, Path objects, Path workerFolder) {
    this.api = api;
    this.objects = objects;
    this.workerFolder = workerFolder;
  }

  /** Looks again until nothing is wrong any more, or it should not be. */
  public List<String> complaints() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<String> complaints = look();
    while (!complaints.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(PAUSE_MILLIS);
      complaints = look();
    }
    return complaints;
  }

  private List<String> look() throws IOException, InterruptedException {
    Map<String, Catalogued> images = new HashMap<>();
    for (JsonNode image : api.list()) {
      images.put(image.path("id").asText(), Catalogued.from(image));
    }
    List<String> complaints = new ArrayList<>();
    images.forEach((id, image) -> {
      if (!FINAL.contains(image.status())) {
        complaints.add("image %s is still %s".formatted(id, image.status()));
      }
    });
    complaints.addAll(inStores(files(objects), images));
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
   * An image as the API shows it.
   *
   * @param stores how many have it
   */
  record Catalogued(String status, int stores) {
    static Catalogued from(JsonNode image) {
      String stores = image.path("stores").asText("");
      return new Catalogued(
          image.path("status").asText(), stores.isEmpty() ? 0 : stores.split(",").length);
    }

    private int objects() {
      return status.equals("active") ? stores : 0;
    }
  }

  /**
   * Compares what is there with what has to be: for each active image one object in each of its
   * stores.
   *
   * @param images by id
   */
  static List<String> inStores(Set<String> files, Map<String, Catalogued> images) {
    Map<String, Integer> missing = new TreeMap<>();
    images.forEach((id, image) -> missing.put(id, image.objects()));
    Set<String> places = new HashSet<>();
    List<String> complaints = new ArrayList<>();
    for (String file : files) {
      if (TORN.matcher(file).matches()) {
        continue;
      }
      Matcher object = OBJECT.matcher(file);
      if (!object.matches()) {
        complaints.add("the store holds %s, which is no object".formatted(file));
        continue;
      }
      String bucket = object.group(1);
      String id = object.group(2);
      if (missing.getOrDefault(id, 0) == 0 || !places.add(bucket + "/" + id)) {
        complaints.add("the store holds %s, but %s".formatted(file, known(id, images)));
      } else {
        missing.merge(id, -1, Integer::sum);
      }
    }
    missing.forEach((id, count) -> {
      if (count > 0) {
        complaints.add("image %s is active and %d of its objects away".formatted(id, count));
      }
    });
    return complaints;
  }

  private static String known(String id, Map<String, Catalogued> images) {
    Catalogued image = images.get(id);
    return image == null
        ? "image %s is unknown".formatted(id)
        : "image %s is %s without it".formatted(id, image.status());
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
