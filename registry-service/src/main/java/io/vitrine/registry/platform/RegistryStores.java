package io.vitrine.registry.platform;

import io.quarkus.runtime.Startup;
import io.vitrine.registry.image.StoreDirectory;
import io.vitrine.registry.image.StoreDirectory.Entry;
import io.vitrine.stores.BrokenStoresException;
import io.vitrine.stores.SoundStores;
import io.vitrine.stores.StoresConfig;
import io.vitrine.stores.StoresFileWatch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** The stores among the settings, and those in the file, which may change. */
@ApplicationScoped
class RegistryStores {
  private static final Logger LOG = Logger.getLogger(RegistryStores.class);

  private final RegistryConfig config;
  private final StoresConfig settings;

  /**
   * Knows the settings.
   *
   * @param settings what is said of a store beside its name; how to reach it is not needed here
   */
  RegistryStores(RegistryConfig config, StoresConfig settings) {
    this.config = config;
    this.settings = settings;
  }

  @Produces
  @Singleton
  @Startup
  StoreDirectory stores(StoresFileWatch file) {
    StoreDirectory directory = new StoreDirectory(entries(Map::of));
    file.follow(this::entries, stores -> replace(directory, stores));
    return directory;
  }

  private static void replace(StoreDirectory directory, List<Entry> stores) {
    Set<String> gone = new HashSet<>(directory.names());
    directory.replace(stores);
    directory.names().forEach(gone::remove);
    LOG.infof("The stores are %s", stores);
    if (!gone.isEmpty()) {
      LOG.warnf("Images that lie nowhere but in %s cannot be read until it is back", gone);
    }
  }

  /**
   * What the file says of a store holds instead of all that the settings say, and its default store
   * instead of theirs.
   *
   * @throws BrokenStoresException unless the two make sense together, here and for the services
   *     that read and write there
   */
  List<Entry> entries(StoresConfig file) {
    SoundStores.of(settings, file);
    Map<String, StoresConfig.Store> written = file.byName();
    Set<String> names = new HashSet<>(config.stores());
    names.addAll(written.keySet());
    boolean choosesDefault = written.values().stream().anyMatch(StoresConfig.Store::isDefault);
    List<Entry> entries = new ArrayList<>();
    for (String name : names) {
      Optional<StoresConfig.Store> inFile = Optional.ofNullable(written.get(name));
      boolean isDefault =
          choosesDefault
              ? inFile.filter(StoresConfig.Store::isDefault).isPresent()
              : name.equals(config.defaultStore());
      entries.add(
          inFile
              .or(() -> Optional.ofNullable(settings.byName().get(name)))
              .map(store -> entry(name, isDefault, store))
              .orElseGet(() -> described(Entry.plain(name, isDefault))));
    }
    try {
      return StoreDirectory.checked(entries);
    } catch (IllegalArgumentException e) {
      throw new BrokenStoresException(String.valueOf(e.getMessage()), e);
    }
  }

  private Entry entry(String name, boolean isDefault, StoresConfig.Store store) {
    return described(
        new Entry(
            name,
            store.description(),
            isDefault,
            store.weight(),
            store.readOnly(),
            store.direct(),
            store.partSize().asLongValue()));
  }

  private Entry described(Entry store) {
    return store.description().isPresent()
        ? store
        : store.withDescription(Optional.ofNullable(config.storeDescriptions().get(store.name())));
  }
}
