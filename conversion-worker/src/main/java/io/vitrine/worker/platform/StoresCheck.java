package io.vitrine.worker.platform;

import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.objectstore.Stores;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready means that the buckets are within reach. */
@Readiness
class StoresCheck implements HealthCheck {
  private final Stores stores;

  StoresCheck(Stores stores) {
    this.stores = stores;
  }

  @Override
  public HealthCheckResponse call() {
    var answer = HealthCheckResponse.named("stores").up();
    for (ObjectStore store : stores.all()) {
      try {
        store.check();
        answer.withData(store.name(), "within reach");
      } catch (ObjectStoreException e) {
        answer.withData(store.name(), String.valueOf(e.getMessage())).down();
      }
    }
    return answer.build();
  }
}
