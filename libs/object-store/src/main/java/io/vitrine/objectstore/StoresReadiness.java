package io.vitrine.objectstore;

import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready means that every store answers, and in time: a probe must not hang on a silent one. */
@Readiness
@ApplicationScoped
class StoresReadiness implements HealthCheck {
  private static final long PATIENCE_SECONDS = 5;

  private final Stores stores;
  private final ExecutorService threads;

  StoresReadiness(Stores stores, @VirtualThreads ExecutorService threads) {
    this.stores = stores;
    this.threads = threads;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder health = HealthCheckResponse.named("object stores").up();
    for (ObjectStore store : stores.all()) {
      String state = state(store);
      health.withData(store.name(), state);
      if (!state.equals("reachable")) {
        health.down();
      }
    }
    return health.build();
  }

  private String state(ObjectStore store) {
    Future<?> check = threads.submit(store::check);
    try {
      check.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return "reachable";
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
