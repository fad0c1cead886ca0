package io.vitrine.worker.fetch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server on 127.0.0.1 that does with each connection what a test tells it; if not told otherwise,
 * it is a proxy that makes tunnels.
 */
final class RawServer implements AutoCloseable {

  /** What happens to a connection whose request has been read. */
  @FunctionalInterface
  interface Script {
    void answer(Socket client, Seen request) throws IOException;
  }

  /**
   * A request that came.
   *
   * @param headers as they were written
   */
  record Seen(String line, List<String> headers) {
    String target() {
      return line.split(" ", -1)[1];
    }
  }

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private volatile Script script = this::tunnel;

  RawServer() {
    try {
      server = new ServerSocket(0, 0, InetAddress.ofLiteral("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  List<Seen> seen() {
    return seen;
  }

  void does(Script other) {
    script = other;
  }

  /** Says what it is told, and hangs up. */
  void says(String answer) {
    does((client, request) ->
        client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      // The client says nothing behind its headers before it is answered.
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
      String line = String.valueOf(lines.readLine());
      List<String> headers = new ArrayList<>();
      for (String header = lines.readLine(); header != null && !header.isEmpty(); ) {
        headers.add(header);
        header = lines.readLine();
      }
      Seen request = new Seen(line, headers);
      seen.add(request);
      script.answer(client, request);
    } catch (IOException e) {
      // The client is gone, as is what it wanted.
    }
  }

  void tunnel(Socket client, Seen request) throws IOException {
    String target = request.target();
    int colon = target.lastIndexOf(':');
    InetAddress address = InetAddress.ofLiteral(target.substring(0, colon));
    try (Socket source = new Socket(address, Integer.parseInt(target.substring(colon + 1)))) {
      client
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nVia: 1.1 p\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      threads.execute(() -> copy(client, source));
      source.getInputStream().transferTo(client.getOutputStream());
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // The other direction ends as well then.
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
