package io.vitrine.objectstore;

import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready means that a store answers, and in time: a probe must not hang on a silent one. One that is
 * away is told, and takes no service away from the images in the others.
 */
@Readiness
@ApplicationScoped
class StoresReadiness implements HealthCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String REACHABLE = "reachable";

  private final Stores stores;
  private final ExecutorService threads;

  StoresReadiness(Stores stores, @VirtualThreads ExecutorService threads) {
    this.stores = stores;
    this.threads = threads;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder health = HealthCheckResponse.named("object stores");
    Map<String, Future<?>> checks = new TreeMap<>();
    stores.all().forEach(store -> checks.put(store.name(), threads.submit(store::check)));
    Instant deadline = Instant.now().plus(PATIENCE);
    boolean reachable = checks.isEmpty();
    for (Map.Entry<String, Future<?>> check : checks.entrySet()) {
      String state = state(check.getValue(), deadline);
      health.withData(check.getKey(), state);
      reachable |= state.equals(REACHABLE);
    }
    return health.status(reachable).build();
  }

  private static String state(Future<?> check, Instant deadline) {
    try {
      long left = Duration.between(Instant.now(), deadline).toMillis();
      check.get(Math.max(0, left), TimeUnit.MILLISECONDS);
      return REACHABLE;
    } catch (ExecutionException e) {
      return String.valueOf(e.getCause());
    } catch (TimeoutException e) {
      check.cancel(true);
      return "silent";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}
