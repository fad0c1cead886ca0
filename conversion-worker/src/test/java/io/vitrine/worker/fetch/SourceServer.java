package io.vitrine.worker.fetch;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Somebody's web server on 127.0.0.1, which does what a test tells it. */
public final class SourceServer implements AutoCloseable {
  public static final String TAG = "\"v1\"";

  /** What happens at a path. */
  @FunctionalInterface
  public interface Script {
    void answer(HttpExchange exchange) throws IOException;
  }

  /**
   * A request that came.
   *
   * @param range empty without one
   */
  public record Seen(String path, String host, String range) {}

  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  public SourceServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      seen.add(
          new Seen(
              path,
              exchange.getRequestHeaders().getFirst("Host"),
              exchange.getRequestHeaders().getOrDefault("Range", List.of("")).getFirst()));
      scripts.getOrDefault(path, SourceServer::notFound).answer(exchange);
    }
  }

  private static void notFound(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(404, -1);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public String url(String path) {
    return "http://127.0.0.1:%d%s".formatted(port(), path);
  }

  public List<Seen> seen() {
    return seen;
  }

  public SourceServer at(String path, Script script) {
    scripts.put(path, script);
    return this;
  }

  /** A file whose length is announced. */
  public SourceServer file(String path, byte[] bytes) {
    return at(path, exchange -> send(exchange, bytes));
  }

  /** A whole answer. */
  static void send(HttpExchange exchange, byte[] bytes) throws IOException {
    exchange.sendResponseHeaders(200, bytes.length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(bytes);
    }
  }

  public SourceServer redirect(String path, String location) {
    return at(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Location", location);
          exchange.sendResponseHeaders(302, -1);
        });
  }

  public SourceServer status(String path, int status) {
    return at(path, exchange -> exchange.sendResponseHeaders(status, -1));
  }

  /** A file of which each connection gives a part only; it goes on where it is asked to. */
  public SourceServer brittle(String path, byte[] bytes, int atOnce) {
    return at(
        path,
        exchange -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
          exchange.getResponseHeaders().set("ETag", TAG);
          if (range != null) {
            exchange
                .getResponseHeaders()
                .set(
                    "Content-Range",
                    "bytes %d-%d/%d".formatted(from, bytes.length - 1, bytes.length));
          }
          exchange.sendResponseHeaders(range == null ? 200 : 206, bytes.length - from);
          exchange.getResponseBody().write(bytes, from, Math.min(atOnce, bytes.length - from));
          exchange.getResponseBody().flush();
        });
  }

  /** A file of one version, in parts where it is asked for them. */
  public SourceServer parts(String path, byte[] bytes) {
    return at(path, exchange -> sendAsAsked(exchange, bytes, TAG));
  }

  static void sendAsAsked(HttpExchange exchange, byte[] bytes, String tag) throws IOException {
    Headers asked = exchange.getRequestHeaders();
    exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
    exchange.getResponseHeaders().set("ETag", tag);
    if (asked.containsKey("Range") && tag.equals(asked.getFirst("If-Range"))) {
      Span span = Span.asked(exchange, bytes.length);
      exchange.getResponseHeaders().set("Content-Range", span + "/" + bytes.length);
      exchange.sendResponseHeaders(206, span.length());
      exchange.getResponseBody().write(bytes, span.from(), span.length());
    } else {
      send(exchange, bytes);
    }
  }

  /**
   * What is asked for.
   *
   * @param end behind it
   */
  record Span(int from, int end) {
    static Span asked(HttpExchange exchange, int size) {
      String range = exchange.getRequestHeaders().getFirst("Range");
      if (range == null) {
        return new Span(0, size);
      }
      String[] ends = range.substring("bytes=".length()).split("-", 2);
      return new Span(
          Integer.parseInt(ends[0]), ends[1].isEmpty() ? size : Integer.parseInt(ends[1]) + 1);
    }

    int length() {
      return end - from;
    }

    @Override
    public String toString() {
      return "bytes %d-%d".formatted(from, end - 1);
    }
  }

  /** A file that ends before its announced end, and cannot be resumed. */
  public SourceServer truncated(String path, byte[] bytes, int length) {
    return at(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes, 0, length);
          exchange.getResponseBody().flush();
        });
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
