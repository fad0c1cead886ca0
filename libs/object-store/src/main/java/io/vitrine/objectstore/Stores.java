package io.vitrine.objectstore;

import io.quarkus.arc.DefaultBean;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The configured stores. */
@ApplicationScoped
@DefaultBean
public class Stores {
  private final Map<String, ObjectStore> byName;

  @Inject
  public Stores(StoresConfig config) {
    this(connect(config));
  }

  /** A fixed set of stores. */
  public Stores(Map<String, ? extends ObjectStore> byName) {
    this.byName = new TreeMap<>(byName);
  }

  public Optional<ObjectStore> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  public Collection<ObjectStore> all() {
    return byName.values();
  }

  @PreDestroy
  void disconnect() {
    for (ObjectStore store : byName.values()) {
      if (store instanceof S3ObjectStore s3) {
        s3.close();
      }
    }
  }

  private static Map<String, ObjectStore> connect(StoresConfig config) {
    Map<String, ObjectStore> stores = new TreeMap<>();
    config
        .byName()
        .forEach((name, store) -> stores.put(name, S3ObjectStore.connect(store.settings(name))));
    return stores;
  }
}
