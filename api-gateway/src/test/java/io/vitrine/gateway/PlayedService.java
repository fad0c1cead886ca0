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
  private final URI url;
  private final List<String> pathsSeen = new CopyOnWriteArrayList<>();
  private volatile Handler<HttpServerRequest> behaviour = PlayedService::sayOk;
  private HttpServer server;

  PlayedService(Vertx vertx, String name) {
    this(vertx, setting("vitrine.routes." + name));
  }

  private PlayedService(Vertx vertx, URI url) {
    this.vertx = vertx;
    this.url = url;
    start();
  }

  static PlayedService keycloak(Vertx vertx) {
    return new PlayedService(vertx, setting("vitrine.identity.realm-url"));
  }

  private static URI setting(String name) {
    return ConfigProvider.getConfig().getValue(name, URI.class);
  }

  void start() {
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
    return url.toString();
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
