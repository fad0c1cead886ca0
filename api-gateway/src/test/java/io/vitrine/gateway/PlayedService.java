package io.vitrine.gateway;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.ConfigProvider;

/** A server in the place of a service, behaving as a test wants it to. */
final class PlayedService implements AutoCloseable {
  private final Vertx vertx;
  private final String setting;
  private final List<String> pathsSeen = new CopyOnWriteArrayList<>();
  private volatile Handler<HttpServerRequest> behaviour = PlayedService::sayOk;
  private HttpServer server;

  PlayedService(Vertx vertx, String name) {
    this("vitrine.routes." + name, vertx);
  }

  private PlayedService(String setting, Vertx vertx) {
    this.vertx = vertx;
    this.setting = setting;
    start();
  }

  /** Where this setting says. */
  static PlayedService at(String setting, Vertx vertx) {
    return new PlayedService(setting, vertx);
  }

  void start() {
    URI url = URI.create(address());
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setMaxHeaderSize(1 << 16))
            .requestHandler(request -> {
              pathsSeen.add(request.path());
              behaviour.handle(request);
            });
    server.listen(url.getPort(), url.getHost()).toCompletionStage().toCompletableFuture().join();
  }

  String address() {
    return ConfigProvider.getConfig().getValue(setting, String.class);
  }

  void behave(Handler<HttpServerRequest> newBehaviour) {
    behaviour = newBehaviour;
  }

  void forget() {
    pathsSeen.clear();
    behaviour = PlayedService::sayOk;
  }

  List<String> pathsSeen() {
    return pathsSeen;
  }

  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
  }

  private static void sayOk(HttpServerRequest request) {
    request.response().putHeader("Content-Type", "application/json").end("{}");
  }
}
