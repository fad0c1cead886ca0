package io.vitrine.objectstore;

class InMemoryPartedUploadTest extends PartedUploadContract {
  private final ObjectStore store = new InMemoryObjectStore();

  @Override
  ObjectStore store() {
    return store;
  }
}
