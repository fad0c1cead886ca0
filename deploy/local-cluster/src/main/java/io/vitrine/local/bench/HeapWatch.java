package io.vitrine.local.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Looks at how much heap a service uses while something runs. */
final class HeapWatch {
  private static final double MEBIBYTE = 1 << 20;
  private static final long PAUSE_MILLIS = 100;

  private final URI metrics;
  private final HttpClient http = HttpClient.newHttpClient();

  HeapWatch(String metrics) {
    this.metrics = URI.create(metrics);
  }

  Running start() {
    return new Running();
  }

  /** A watch under way. */
  final class Running implements AutoCloseable {
    private final Thread thread = Thread.ofVirtual().start(this::look);
    private volatile double most;

    private void look() {
      try {
        while (true) {
          most = Math.max(most, heap("jvm_memory_used_bytes"));
          Thread.sleep(PAUSE_MILLIS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IOException e) {
        // Nobody to ask: the figure stays what it is.
      }
    }

    /** MiB, garbage included. */
    double most() {
      return most;
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }

  /** What it may use at most, in MiB. */
  double limit() throws IOException, InterruptedException {
    return heap("jvm_memory_max_bytes");
  }

  /** MiB, of all parts of the heap together. */
  private double heap(String meter) throws IOException, InterruptedException {
    String text =
        http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).body();
    return text.lines()
            .filter(line -> line.startsWith(meter) && line.contains("\"heap\""))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum()
        / MEBIBYTE;
  }
}
