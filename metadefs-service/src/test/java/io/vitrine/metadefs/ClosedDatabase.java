package io.vitrine.metadefs;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Nobody listens where the service looks for its database, which was migrated before. */
public class ClosedDatabase implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    return Map.of("quarkus.datasource.reactive.url", "postgresql://127.0.0.1:1/postgres");
  }

  @Override
  public void stop() {
    // Nothing was started.
  }

  /** After {@link Surroundings}, whose address it replaces. */
  @Override
  public int order() {
    return 1;
  }
}
