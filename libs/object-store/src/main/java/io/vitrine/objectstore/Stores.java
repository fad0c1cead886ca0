package io.vitrine.objectstore;

import io.vitrine.stores.SoundStores;
import io.vitrine.stores.StoresConfig;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * The stores as they are at the moment. Whoever has begun to work with one that is taken away goes
 * on undisturbed; its connections end by themselves, a minute after their last use.
 */
public final class Stores {
  private static final Logger LOG = Logger.getLogger(Stores.class);

  private volatile Map<String, ObjectStore> byName;
  private Map<String, StoreSettings> connected = Map.of();

  /** Begins with these. */
  public Stores(Map<String, ? extends ObjectStore> byName) {
    this.byName = new TreeMap<>(byName);
  }

  public Optional<ObjectStore> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * One that there has to be.
   *
   * @throws ObjectStoreException {@link Failure#UNAVAILABLE} if there is none: it may have been
   *     added a moment ago, and be known here soon
   */
  public ObjectStore require(String name) {
    return named(name)
        .orElseThrow(() ->
            new ObjectStoreException(Failure.UNAVAILABLE, "no store is named " + name, null)
                .in(name));
  }

  public Collection<ObjectStore> all() {
    return byName.values();
  }

  static Map<String, StoreSettings> settings(StoresConfig settings, StoresConfig file) {
    Map<String, StoreSettings> stores = new TreeMap<>();
    SoundStores.of(settings, file)
        .forEach((name, store) -> stores.put(name, StoreSettings.of(name, store)));
    return stores;
  }

  synchronized void connect(Map<String, StoreSettings> wanted) {
    Map<String, ObjectStore> stores = new TreeMap<>();
    wanted.forEach((name, settings) -> {
      ObjectStore known = byName.get(name);
      if (known != null && settings.equals(connected.get(name))) {
        stores.put(name, known);
      } else {
        LOG.infof("Store %s is at %s", name, settings);
        stores.put(name, S3ObjectStore.connect(settings));
      }
    });
    connected.keySet().stream()
        .filter(name -> !wanted.containsKey(name))
        .forEach(name -> LOG.warnf("Store %s is gone: what lies there cannot be read", name));
    connected = wanted;
    byName = stores;
  }

  void disconnect() {
    for (ObjectStore store : byName.values()) {
      if (store instanceof S3ObjectStore s3) {
        s3.close();
      }
    }
  }
}
