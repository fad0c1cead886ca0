package io.vitrine.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.local.ClusterException;
import io.vitrine.local.images.ImageApi;
import io.vitrine.local.images.ImportRequest;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** One import through some Image API, timed from the request to the active image. */
public final class ImportBench {
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final long PAUSE_MILLIS = 100;
  private static final double MEBIBYTE = 1 << 20;

  private final ImageApi api;
  private final Optional<Worker> worker;

  /**
   * A process that does the importing on this machine.
   *
   * @param metrics where it tells of its heap
   */
  public record Worker(String metrics, long pid, Path log) {}

  /**
   * Imports through one API.
   *
   * @param worker whose use of the machine is watched
   */
  public ImportBench(ImageApi api, Optional<Worker> worker) {
    this.api = api;
    this.worker = worker;
  }

  /**
   * What an import took.
   *
   * @param written to local disks by the worker, beyond its log, in bytes
   * @param heap the most that was in use, garbage included, in bytes
   * @param resident the most memory that the process had, in bytes
   */
  record Result(double seconds, long written, long heap, long resident) {}

  /** Imports the file, and deletes the image again. */
  Result run(Path qcow2, Optional<String> outputFormat) throws IOException, InterruptedException {
    String id = api.create("bench", "qcow2").path("id").asText();
    try {
      api.stage(id, qcow2, sent -> {});
      return worker.isPresent()
          ? watched(worker.get(), id, outputFormat)
          : new Result(seconds(id, outputFormat), 0, 0, 0);
    } finally {
      api.delete(id);
    }
  }

  private Result watched(Worker worker, String id, Optional<String> outputFormat)
      throws IOException, InterruptedException {
    ProcessUse use = new ProcessUse(worker.pid(), worker.log());
    use.resetPeak();
    ProcessUse.Written before = use.written();
    try (HeapWatch.Running heap = new HeapWatch(worker.metrics()).start()) {
      double seconds = seconds(id, outputFormat);
      return new Result(
          seconds,
          use.written().beyondLogSince(before),
          Math.round(heap.most() * MEBIBYTE),
          use.peakResident());
    }
  }

  private double seconds(String id, Optional<String> outputFormat)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    api.startImport(id, ImportRequest.staged(outputFormat));
    while (System.nanoTime() - begin < PATIENCE.toNanos()) {
      JsonNode image = api.show(id);
      if (image.path("status").asText().equals("active")) {
        requireRaw(image);
        return (System.nanoTime() - begin) / 1e9;
      }
      JsonNode task = api.lastTask(id);
      if (task.path("status").asText().equals("failure")) {
        throw new ClusterException("the import failed: " + task.path("message").asText());
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    throw new ClusterException("the import has not ended after " + PATIENCE);
  }

  /** A Glance without its plug-in would be quick. */
  private static void requireRaw(JsonNode image) {
    String format = image.path("disk_format").asText();
    if (!format.equals("raw")) {
      throw new ClusterException("the import was to convert to raw, and the image is " + format);
    }
  }

  /** The most heap that the worker may have, in words; of imports whose worker is watched. */
  String heapLimit() throws IOException, InterruptedException {
    String metrics = worker.orElseThrow().metrics();
    return Terminal.bytes(Math.round(new HeapWatch(metrics).limit() * MEBIBYTE));
  }
}
