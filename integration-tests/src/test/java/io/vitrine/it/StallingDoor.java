package io.vitrine.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Another door to an Image API, for reading, at which one file gets stuck in its middle. */
final class StallingDoor implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final String api;
  private final String stuck;

  StallingDoor(String api, String stuck) throws IOException {
    this.api = api;
    this.stuck = stuck;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::pass);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(api + exchange.getRequestURI()))
              .header("X-Auth-Token", exchange.getRequestHeaders().getFirst("X-Auth-Token"))
              .build();
      HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
      long length = answer.headers().firstValueAsLong("Content-Length").orElse(0);
      exchange.sendResponseHeaders(answer.statusCode(), length == 0 ? -1 : length);
      try (InputStream body = answer.body()) {
        if (exchange.getRequestURI().getPath().equals(stuck)) {
          exchange.getResponseBody().write(body.readNBytes((int) (length / 2)));
          exchange.getResponseBody().flush();
          end.await();
        } else {
          body.transferTo(exchange.getResponseBody());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.close();
  }
}
