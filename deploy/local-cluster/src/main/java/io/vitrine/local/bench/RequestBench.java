package io.vitrine.local.bench;

import io.vitrine.local.ClusterException;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Counts answers to small requests in a second, way after way, so that all see the same machine.
 */
final class RequestBench {
  private final Duration window;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  RequestBench(Duration window) {
    this.window = window;
  }

  /**
   * One kind of request.
   *
   * @param requests called by many threads
   * @param expected the only status that counts as an answer
   */
  record Way(Samples samples, Supplier<HttpRequest> requests, int expected) {
    Way(String name, Supplier<HttpRequest> requests, int expected) {
      this(new Samples(name), requests, expected);
    }
  }

  /** Runs all ways in turn and prints the medians beside that of the first. */
  void run(String title, List<Way> ways, int connections, int rounds)
      throws IOException, InterruptedException {
    Terminal.out()
        .printf(
            "%s at %d connections, %d rounds of %d s after one that does not count; in a second%n",
            title, connections, rounds, window.toSeconds());
    for (int round = 0; round <= rounds; round++) {
      for (Way way : ways) {
        double rate = rate(way, connections);
        if (round > 0) {
          way.samples().add(rate);
        }
        Terminal.out().printf(Locale.ROOT, "  %-40s %7.0f%n", way.samples().name(), rate);
      }
    }
    Samples reference = ways.getFirst().samples();
    for (Way way : ways) {
      Terminal.out()
          .println(
              Terminal.bold(
                  String.format(
                      Locale.ROOT,
                      "%-40s median %6.0f, ratio %.2f",
                      way.samples().name(),
                      way.samples().median(),
                      way.samples().median() / reference.median())));
    }
  }

  private double rate(Way way, int connections) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    long end = begin + window.toNanos();
    long answers = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      List<Future<Long>> counts = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        counts.add(threads.submit(() -> count(way, end)));
      }
      for (Future<Long> count : counts) {
        answers += count.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ClusterException known) {
        throw known;
      }
      throw new IOException("the bench broke off: " + e.getCause(), e);
    }
    return answers / ((System.nanoTime() - begin) / 1e9);
  }

  private long count(Way way, long end) throws IOException, InterruptedException {
    long answers = 0;
    while (System.nanoTime() < end) {
      HttpRequest request = way.requests().get();
      HttpResponse<Void> response = http.send(request, BodyHandlers.discarding());
      if (response.statusCode() != way.expected()) {
        throw new ClusterException(
            "%s answered %d instead of %d"
                .formatted(request.uri(), response.statusCode(), way.expected()));
      }
      answers++;
    }
    return answers;
  }
}
