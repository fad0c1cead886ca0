package io.vitrine.store.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers in the order in which it was told to. */
final class FakeRegistryServer implements AutoCloseable {

  /**
   * A request that came.
   *
   * @param serviceToken empty without one
   */
  record Seen(String call, String token, String serviceToken) {}

  private record Answer(int status, String body) {}

  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final HttpServer server;

  FakeRegistryServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  FakeRegistryServer answers(int status, String body) {
    answers.add(new Answer(status, body));
    return this;
  }

  /** Hangs up instead of an answer. */
  FakeRegistryServer hangsUp() {
    return answers(0, "");
  }

  List<Seen> seen() {
    return seen;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      seen.add(
          new Seen(
              exchange.getRequestMethod() + " " + exchange.getRequestURI(),
              header(exchange, "X-Auth-Token"),
              header(exchange, "X-Service-Token")));
      Answer answer = answers.remove();
      if (answer.status() == 0) {
        return;
      }
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String header(HttpExchange exchange, String name) {
    return exchange.getRequestHeaders().getOrDefault(name, List.of("")).getFirst();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
