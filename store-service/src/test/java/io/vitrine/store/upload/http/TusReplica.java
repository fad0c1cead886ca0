package io.vitrine.store.upload.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vitrine.objectstore.Stores;
import io.vitrine.store.platform.OpenDoor;
import io.vitrine.store.upload.resumable.FakeUploads;
import io.vitrine.store.upload.resumable.Replica;
import java.time.Duration;

/** The routes of resumable uploads on a real server, as one of many. */
final class TusReplica implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;

  TusReplica(FakeUploads registry, Stores stores) {
    Replica replica = new Replica(registry, stores);
    Router router = Router.router(vertx);
    new TusRoutes(new OpenDoor(), OpenDoor.transfers(), OpenDoor.config(), replica.receive)
        .register(router);
    new DirectRoutes(
            new OpenDoor(),
            OpenDoor.config(),
            () -> Duration.ofMinutes(15),
            replica.direct,
            new ObjectMapper())
        .register(router);
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  int port() {
    return server.actualPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
