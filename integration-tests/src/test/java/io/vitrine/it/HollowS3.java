package io.vitrine.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Takes parts of one object, counts them and forgets them: for images that no disk here holds. */
final class HollowS3 implements AutoCloseable {
  private static final String UPLOAD =
      "<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><UploadId>1</UploadId>"
          + "</InitiateMultipartUploadResult>";
  private static final String COMPLETED =
      "<CompleteMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><ETag>\"1\"</ETag>"
          + "</CompleteMultipartUploadResult>";
  private static final String NO_UPLOADS =
      "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>";

  private final HttpServer server;
  private final ConcurrentSkipListMap<Integer, Long> parts = new ConcurrentSkipListMap<>();
  private final AtomicLong running = new AtomicLong();
  private final AtomicLong mostAtOnce = new AtomicLong();

  HollowS3() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Bytes of all parts, each counted once. */
  long bytes() {
    return parts.values().stream().mapToLong(Long::longValue).sum();
  }

  int parts() {
    return parts.size();
  }

  long mostPartsAtOnce() {
    return mostAtOnce.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
      switch (exchange.getRequestMethod()) {
        case "PUT" -> take(exchange, query);
        case "POST" -> answer(exchange, query.contains("uploadId") ? COMPLETED : UPLOAD);
        case "GET" -> answer(exchange, NO_UPLOADS);
        case "HEAD" -> {
          exchange.getResponseHeaders().set("ETag", "\"1\"");
          exchange.sendResponseHeaders(200, -1);
        }
        default -> exchange.sendResponseHeaders(204, -1);
      }
    }
  }

  private void take(HttpExchange exchange, String query) throws IOException {
    mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
    long length = 0;
    byte[] piece = new byte[256 << 10];
    InputStream body = exchange.getRequestBody();
    for (int got = body.read(piece); got >= 0; got = body.read(piece)) {
      length += got;
    }
    running.decrementAndGet();
    parts.put(number(query), length);
    exchange.getResponseHeaders().set("ETag", "\"1\"");
    exchange.sendResponseHeaders(200, -1);
  }

  private static int number(String query) {
    String name = "partNumber=";
    int at = query.indexOf(name);
    return at < 0 ? 0 : Integer.parseInt(query.substring(at + name.length()).split("&", -1)[0]);
  }

  private static void answer(HttpExchange exchange, String xml) throws IOException {
    byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
