package io.vitrine.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** Somebody's web server with images, the only one that the workers may fetch from. */
final class ImageHost {
  static final String ADDRESS = "127.0.0.1";

  /** What happens at a path. */
  @FunctionalInterface
  interface Script {
    void answer(HttpExchange exchange) throws IOException;
  }

  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final HttpServer server;

  ImageHost() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(ADDRESS), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      scripts
          .getOrDefault(
              exchange.getRequestURI().getPath(), missing -> missing.sendResponseHeaders(404, -1))
          .answer(exchange);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url(String path) {
    return "http://%s:%d%s".formatted(ADDRESS, port(), path);
  }

  /** The URL at which that will happen. */
  String at(Script script) {
    String path = "/" + UUID.randomUUID();
    scripts.put(path, script);
    return url(path);
  }

  String file(byte[] bytes) {
    return at(sending(bytes));
  }

  /** A file whose path matters. */
  void file(String path, byte[] bytes) {
    scripts.put(path, sending(bytes));
  }

  private static Script sending(byte[] bytes) {
    return exchange -> {
      exchange.sendResponseHeaders(200, bytes.length);
      try (OutputStream body = exchange.getResponseBody()) {
        body.write(bytes);
      }
    };
  }

  String redirect(String location) {
    return at(exchange -> {
      exchange.getResponseHeaders().set("Location", location);
      exchange.sendResponseHeaders(302, -1);
    });
  }

  /** A file whose last byte comes when it is let go. */
  Held held(byte[] bytes) {
    CountDownLatch last = new CountDownLatch(1);
    String url =
        at(exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(bytes, 0, bytes.length - 1);
            body.flush();
            last.await();
            body.write(bytes, bytes.length - 1, 1);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return new Held(url, last);
  }

  /** Lets go in the end, or its requests would stay for ever. */
  record Held(String url, CountDownLatch last) implements AutoCloseable {
    void letGo() {
      last.countDown();
    }

    @Override
    public void close() {
      letGo();
    }
  }

  /** Ends before its announced end. */
  String truncated(byte[] bytes, int length) {
    return at(exchange -> {
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes, 0, length);
      exchange.getResponseBody().flush();
    });
  }
}
