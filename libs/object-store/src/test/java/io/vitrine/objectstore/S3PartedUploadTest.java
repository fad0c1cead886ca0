package io.vitrine.objectstore;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class S3PartedUploadTest extends PartedUploadContract {
  private static S3Server server;
  private static S3ObjectStore store;

  @BeforeAll
  static void start() {
    server = S3Server.start();
    store = S3ObjectStore.connect(server.settings(8 << 20));
  }

  @AfterAll
  static void stop() {
    store.close();
    server.close();
  }

  @AfterEach
  void clean() {
    store.release(key);
  }

  @Override
  ObjectStore store() {
    return store;
  }
}
