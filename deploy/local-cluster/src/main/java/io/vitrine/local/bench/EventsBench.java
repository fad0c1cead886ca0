package io.vitrine.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.local.ClusterException;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How soon a change by the API is an event at a consumer, beside how soon a record is that is
 * produced straight to the same broker.
 */
public final class EventsBench {
  private static final List<Integer> CONNECTIONS = List.of(1, 16);

  /** A service that has just been started compiles for some time. */
  private static final Duration WARM_UP = Duration.ofSeconds(20);

  private static final String TAG = "vitrine-events-bench";
  private static final String DRAFT =
      "{\"name\":\"bench\",\"disk_format\":\"raw\",\"container_format\":\"bare\",\"tags\":[\"%s\"]}"
          .formatted(TAG);

  private final Api gateway;
  private final Map<String, Object> kafka;
  private final Duration window;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * A bench of one cluster.
   *
   * @param token of somebody who may create images
   */
  public EventsBench(String gateway, Map<String, Object> kafka, String token, Duration window) {
    this.gateway = new Api(gateway, token);
    this.kafka = kafka;
    this.window = window;
  }

  /** One thing done: by its id it is found again at the consumer. */
  private record Done(String id, long begun, long answered) {}

  /** Does one thing and returns by which id its event is known. */
  private interface Deed {
    String run() throws IOException, InterruptedException;
  }

  /** Makes the deed that one connection repeats. */
  private interface Preparation {
    Deed prepare() throws IOException, InterruptedException;
  }

  /** Runs, prints, and deletes the images that it made. */
  public void run() throws IOException, InterruptedException {
    try {
      try (Arrivals events = Arrivals.ofFacts(kafka)) {
        for (int connections : CONNECTIONS) {
          measure("PATCH", this::patch, connections, events);
          measure("create", () -> this::create, connections, events);
        }
      }
      try (BareTopic topic = new BareTopic(kafka, Api.send(gateway.get(image()), 200).toString());
          Arrivals records = topic.arrivals()) {
        for (int connections : CONNECTIONS) {
          measure("produced straight to Kafka", () -> topic::send, connections, records);
        }
      }
    } finally {
      Terminal.out().println("deleting the images again");
      clear();
    }
  }

  /** While 100,000 facts, say, wait in the registry's outbox, as after an outage. */
  public void runBehind(Backlog backlog, int facts) throws IOException, InterruptedException {
    try (BareTopic topic = new BareTopic(kafka, "");
        Arrivals records = topic.arrivals()) {
      report("PATCH's answer before", answers(repeat(this::patch, 4, window)));
      long begin = System.nanoTime();
      backlog.fill(facts, topic.name());
      long filled = System.nanoTime();
      List<Double> meanwhile = new ArrayList<>();
      while (records.count() < facts) {
        meanwhile.addAll(answers(repeat(this::patch, 4, Duration.ofSeconds(1))));
      }
      double seconds = (records.last() - begin) / 1e9;
      Terminal.out()
          .printf(
              Locale.ROOT,
              "%,d facts were there in %.1f s (put into the outbox in %.1f s): %,.0f a second%n",
              facts,
              seconds,
              (filled - begin) / 1e9,
              facts / seconds);
      report("PATCH's answer meanwhile", meanwhile);
    } finally {
      clear();
    }
  }

  private void measure(String what, Preparation preparation, int connections, Arrivals arrivals)
      throws IOException, InterruptedException {
    repeat(preparation, connections, WARM_UP);
    List<Done> all = repeat(preparation, connections, window);
    List<Double> afterAnswer = new ArrayList<>();
    List<Double> afterBegin = new ArrayList<>();
    for (Done done : all) {
      long arrived = arrivals.await(done.id());
      afterAnswer.add(Math.max(0, arrived - done.answered()) / 1e6);
      afterBegin.add((arrived - done.begun()) / 1e6);
    }
    Terminal.out()
        .println(
            Terminal.bold(
                String.format(
                    Locale.ROOT,
                    "%s, %d at once: %,.0f a second",
                    what,
                    connections,
                    all.size() / (window.toNanos() / 1e9))));
    report("its answer", answers(all));
    report("from its answer to the event", afterAnswer);
    report("from its request to the event", afterBegin);
  }

  private static List<Double> answers(List<Done> all) {
    return all.stream().map(done -> (done.answered() - done.begun()) / 1e6).toList();
  }

  private static void report(String what, List<Double> milliseconds) {
    Samples samples = new Samples(what);
    milliseconds.forEach(samples::add);
    Terminal.out()
        .printf(
            Locale.ROOT,
            "  %-32s p50 %7.1f   p99 %7.1f   max %7.1f ms%n",
            what,
            samples.median(),
            samples.quantile(0.99),
            samples.quantile(1));
  }

  private List<Done> repeat(Preparation preparation, int connections, Duration time)
      throws IOException, InterruptedException {
    List<Done> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      List<Future<List<Done>>> each = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        each.add(threads.submit(() -> repeat(preparation.prepare(), time)));
      }
      for (Future<List<Done>> some : each) {
        all.addAll(some.get());
      }
    } catch (ExecutionException e) {
      throw new IOException("the bench broke off: " + e.getCause(), e);
    }
    return all;
  }

  private static List<Done> repeat(Deed deed, Duration time)
      throws IOException, InterruptedException {
    List<Done> all = new ArrayList<>();
    long end = System.nanoTime() + time.toNanos();
    for (long begin = System.nanoTime(); begin < end; begin = System.nanoTime()) {
      String id = deed.run();
      all.add(new Done(id, begin, System.nanoTime()));
    }
    return all;
  }

  /** Of an image that is this connection's own. */
  private Deed patch() throws IOException, InterruptedException {
    String path = image();
    return () -> {
      String patch =
          "[{\"op\":\"add\",\"path\":\"/bench\",\"value\":\"%s\"}]".formatted(UUID.randomUUID());
      return send(
          gateway
              .request(path)
              .setHeader("Content-Type", "application/openstack-images-v2.1-json-patch")
              .method("PATCH", BodyPublishers.ofString(patch))
              .build(),
          200);
    };
  }

  private String create() throws IOException, InterruptedException {
    return send(gateway.post("/v2/images", DRAFT), 201);
  }

  /** Returns the request's id, which its event has, too. */
  private String send(HttpRequest request, int expected) throws IOException, InterruptedException {
    HttpResponse<Void> answer = http.send(request, BodyHandlers.discarding());
    if (answer.statusCode() != expected) {
      throw new ClusterException(request.uri() + " answered " + answer.statusCode());
    }
    return answer.headers().firstValue("X-Openstack-Request-Id").orElseThrow();
  }

  /** The path of a new one. */
  private String image() throws IOException, InterruptedException {
    return "/v2/images/" + Api.send(gateway.post("/v2/images", DRAFT), 201).get("id").asText();
  }

  private void clear() throws IOException, InterruptedException {
    HttpRequest some = gateway.get("/v2/images?limit=1000&tag=" + TAG);
    for (JsonNode images = Api.send(some, 200).get("images");
        !images.isEmpty();
        images = Api.send(some, 200).get("images")) {
      for (JsonNode image : images) {
        Api.send(gateway.delete("/v2/images/" + image.get("id").asText()), 204);
      }
    }
  }
}
