package io.vitrine.objectstore;

import java.util.List;

class InMemoryObjectStoreTest extends ObjectStoreContract {
  private final InMemoryObjectStore store = new InMemoryObjectStore();

  @Override
  ObjectStore store() {
    return store;
  }

  @Override
  List<String> leftovers() {
    return store.keys().stream().map(ObjectKey::value).toList();
  }
}
