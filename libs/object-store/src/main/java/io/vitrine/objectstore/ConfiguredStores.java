package io.vitrine.objectstore;

import io.quarkus.runtime.Startup;
import io.vitrine.stores.StoresConfig;
import io.vitrine.stores.StoresFileWatch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;

/** The stores among the settings and those in the file, as long as the service runs. */
@ApplicationScoped
class ConfiguredStores {

  @Produces
  @Singleton
  @Startup
  Stores stores(StoresConfig settings, StoresFileWatch file) {
    Stores stores = new Stores(Map.of());
    // What the settings say does not wait for a file that is broken.
    stores.connect(Stores.settings(settings, Map::of));
    file.follow(written -> Stores.settings(settings, written), stores::connect);
    return stores;
  }

  void disconnect(@Disposes Stores stores) {
    stores.disconnect();
  }
}
