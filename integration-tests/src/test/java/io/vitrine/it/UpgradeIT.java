package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vitrine.it.ImageApi.Answer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Replicas are replaced one by one, and nobody who sends requests notices. */
class UpgradeIT {
  private static final TestCluster CLUSTER = TestCluster.get();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** What production has, if shorter: time for whoever spreads connections to notice. */
  private static final Map<String, String> SETTINGS = Map.of("QUARKUS_SHUTDOWN_DELAY", "3s");

  private final List<AnotherService> registries = new ArrayList<>();

  @AfterEach
  void stopRegistries() {
    registries.forEach(AnotherService::close);
  }

  @Test
  void registriesAreReplacedUnderLoadAndNoRequestFails() throws Exception {
    AnotherService first = launch();
    AnotherService second = launch().awaitReady();
    first.awaitReady();
    try (Balancer balancer = new Balancer(first, second);
        AnotherGateway gateway =
            AnotherGateway.start(
                CLUSTER, "upgrade-gateway", Map.of("VITRINE_ROUTES_REGISTRY", balancer.url()));
        Load load = new Load(gateway.with(CLUSTER.token("demo")))) {
      load.goOn();

      replace(first, second, balancer);
      AnotherService third = launch().awaitReady();
      balancer.leadTo(second, third);
      load.goOn();
      replace(second, third, balancer);
      balancer.leadTo(third, launch().awaitReady());
      load.goOn();

      load.end();
      assertThat(load.failures).as("of %d requests", load.answered.get()).isEmpty();
      ImageApi demo = CLUSTER.as("demo");
      load.names.forEach(
          (id, name) -> assertThat(demo.show(id).get("name").asText()).as(id).isEqualTo(name));
    }
  }

  private AnotherService launch() {
    String name = "upgrade-" + registries.size();
    AnotherService registry = AnotherService.launchRegistry(CLUSTER, name, SETTINGS);
    registries.add(registry);
    return registry;
  }

  /** New connections go elsewhere as soon as it says that it is not ready, and not before. */
  private static void replace(AnotherService old, AnotherService other, Balancer balancer)
      throws InterruptedException {
    Thread stopping = Thread.startVirtualThread(old::close);
    await().atMost(PATIENCE).until(() -> !old.isReady());
    balancer.leadTo(other);
    stopping.join();
    assertThat(old.exitValue()).as("an orderly end").isEqualTo(143);
  }

  /** Clients that send requests one after another and never try again. */
  private static final class Load implements AutoCloseable {
    private static final int CLIENTS = 6;
    private static final int ENOUGH = 300;

    private final ImageApi api;
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Map<String, String> names = new ConcurrentHashMap<>();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean ended;

    Load(ImageApi api) {
      this.api = api;
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(Thread.startVirtualThread(this::send));
      }
    }

    private void send() {
      for (int round = 0; !ended; round++) {
        try {
          Answer created =
              check(201, api.post("/v2/images", "{\"name\":\"new\",\"tags\":[\"upgrade\"]}"));
          if (created.status() != 201) {
            continue;
          }
          String id = created.json().get("id").asText();
          names.put(id, "new");
          String name = "round " + round;
          String patch =
              "[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"%s\"}]".formatted(name);
          if (check(200, api.patch(id, patch)).status() == 200) {
            names.put(id, name);
          }
          check(200, api.get("/v2/images/" + id));
          check(200, api.get("/v2/images?limit=5"));
        } catch (UncheckedIOException e) {
          failures.add(e.toString());
        }
      }
    }

    private Answer check(int expected, Answer answer) {
      answered.incrementAndGet();
      if (answer.status() != expected) {
        failures.add(answer.toString());
      }
      return answer;
    }

    /** Returns when some more requests have been answered. */
    void goOn() {
      int enough = answered.get() + ENOUGH;
      await().atMost(PATIENCE).until(() -> answered.get() >= enough);
    }

    void end() {
      ended = true;
      try {
        for (Thread client : clients) {
          client.join();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      end();
    }
  }
}
