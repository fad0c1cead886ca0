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
 * Counts answers to small requests in a second, way after way, so that all see the same machine,
 * and takes the time of each.
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
  record Way(Samples rates, Samples milliseconds, Supplier<HttpRequest> requests, int expected) {
    Way(String name, Supplier<HttpRequest> requests, int expected) {
      this(new Samples(name), new Samples(name), requests, expected);
    }

    String name() {
      return rates.name();
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
        long begin = System.nanoTime();
        List<Double> milliseconds = answers(way, connections);
        double rate = milliseconds.size() / ((System.nanoTime() - begin) / 1e9);
        if (round > 0) {
          way.rates().add(rate);
          milliseconds.forEach(way.milliseconds()::add);
        }
        Terminal.out().printf(Locale.ROOT, "  %-40s %7.0f%n", way.name(), rate);
      }
    }
    Samples reference = ways.getFirst().rates();
    for (Way way : ways) {
      Terminal.out()
          .println(
              Terminal.bold(
                  String.format(
                      Locale.ROOT,
                      "%-40s median %6.0f, ratio %.2f, %.2f ms",
                      way.name(),
                      way.rates().median(),
                      way.rates().median() / reference.median(),
                      way.milliseconds().median())));
    }
  }

  /** How long each of them took. */
  private List<Double> answers(Way way, int connections) throws IOException, InterruptedException {
    long end = System.nanoTime() + window.toNanos();
    List<Double> milliseconds = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      List<Future<List<Double>>> all = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        all.add(threads.submit(() -> answers(way, end)));
      }
      for (Future<List<Double>> some : all) {
        milliseconds.addAll(some.get());
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ClusterException known) {
        throw known;
      }
      throw new IOException("the bench broke off: " + e.getCause(), e);
    }
    return milliseconds;
  }

  private List<Double> answers(Way way, long end) throws IOException, InterruptedException {
    List<Double> milliseconds = new ArrayList<>();
    for (long begin = System.nanoTime(); begin < end; begin = System.nanoTime()) {
      HttpRequest request = way.requests().get();
      HttpResponse<Void> response = http.send(request, BodyHandlers.discarding());
      if (response.statusCode() != way.expected()) {
        throw new ClusterException(
            "%s answered %d instead of %d"
                .formatted(request.uri(), response.statusCode(), way.expected()));
      }
      milliseconds.add((System.nanoTime() - begin) / 1e6);
    }
    return milliseconds;
  }
}
