package io.vitrine.it;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands before an S3 server and lets its trouble begin when a test says so. Requests go through
 * byte by byte, since they are signed; each has a connection of its own.
 */
final class FaultyS3 implements AutoCloseable {
  private static final int PIECE = 64 << 10;

  private final URI server;
  private final ServerSocket door;
  private final AtomicInteger puts = new AtomicInteger();
  private final AtomicInteger gets = new AtomicInteger();
  private volatile Fault fault = new Fault.None();

  private FaultyS3(URI server, ServerSocket door) {
    this.server = server;
    this.door = door;
  }

  /** What is wrong from now on. */
  sealed interface Fault {
    record None() implements Fault {}

    /** Connections break, those in use as well. */
    record Down() implements Fault {}

    /** Whatever brings bytes is refused so, after as many that are taken. */
    record Refusing(int status, String code, int afterPuts) implements Fault {}

    /** So many requests that bring bytes are refused, and no more. */
    record Hiccups(int count) implements Fault {}

    /** Bytes per second of each request and of each answer. */
    record Slow(long bytesPerSecond) implements Fault {}

    /** Each answer breaks off after so many bytes, head included. */
    record CutAnswers(int afterBytes) implements Fault {}
  }

  static FaultyS3 before(String server) {
    try {
      FaultyS3 faulty =
          new FaultyS3(
              URI.create(server), new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
      Thread.ofVirtual().start(faulty::accept);
      return faulty;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + door.getLocalPort();
  }

  void begin(Fault next) {
    puts.set(0);
    gets.set(0);
    fault = next;
  }

  void end() {
    begin(new Fault.None());
  }

  /** Requests that brought bytes since the last fault began, and were passed on. */
  int puts() {
    return puts.get();
  }

  /** Requests that read an object, or looked at one, since the last fault began. */
  int gets() {
    return gets.get();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        // Closed, which the loop notices.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream(), PIECE);
      String head = head(in);
      if (head.isEmpty() || fault instanceof Fault.Down) {
        return;
      }
      boolean bringsBytes = head.startsWith("PUT ");
      if (bringsBytes && refuses()) {
        refuse(client, in, head);
        return;
      }
      (bringsBytes ? puts : gets).incrementAndGet();
      try (Socket upstream = new Socket(server.getHost(), server.getPort())) {
        OutputStream out = upstream.getOutputStream();
        out.write(lastOfItsConnection(head).getBytes(StandardCharsets.ISO_8859_1));
        copy(in, out, length(head));
        out.flush();
        relay(upstream.getInputStream(), client.getOutputStream());
      }
    } catch (IOException e) {
      // Either side has left; the other one notices.
    }
  }

  private boolean refuses() {
    return switch (fault) {
      case Fault.Refusing refusing -> puts.get() >= refusing.afterPuts();
      case Fault.Hiccups hiccups -> puts.getAndIncrement() < hiccups.count();
      case Fault.None _, Fault.Down _, Fault.Slow _, Fault.CutAnswers _ -> false;
    };
  }

  private void refuse(Socket client, InputStream in, String head) throws IOException {
    copy(in, OutputStream.nullOutputStream(), length(head));
    String error =
        fault instanceof Fault.Refusing(int status, String code, _)
            ? answer(status, code)
            : answer(503, "SlowDown");
    client.getOutputStream().write(error.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String answer(int status, String code) {
    String body = "<Error><Code>%s</Code></Error>".formatted(code);
    return """
    HTTP/1.1 %d Trouble\r
    Content-Type: application/xml\r
    Content-Length: %d\r
    Connection: close\r
    \r
    %s\
    """
        .formatted(status, body.length(), body);
  }

  private void relay(InputStream from, OutputStream to) throws IOException {
    long left = fault instanceof Fault.CutAnswers(int bytes) ? bytes : Long.MAX_VALUE;
    copy(from, to, left);
  }

  private void copy(InputStream from, OutputStream to, long atMost) throws IOException {
    byte[] piece = new byte[PIECE];
    for (long left = atMost; left > 0; ) {
      int length = from.read(piece, 0, (int) Math.min(left, PIECE));
      if (length < 0) {
        return;
      }
      to.write(piece, 0, length);
      left -= length;
      if (fault instanceof Fault.Down) {
        throw new IOException("the server is down");
      }
      if (fault instanceof Fault.Slow(long rate)) {
        LockSupport.parkNanos(length * 1_000_000_000L / rate);
      }
    }
  }

  /** Up to the empty line; empty if nothing comes. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.write(next);
      if (next == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        return head.toString(StandardCharsets.ISO_8859_1);
      }
    }
    return "";
  }

  private static String lastOfItsConnection(String head) {
    return head.replaceAll("(?i)\r\nConnection:[^\r]*", "")
        .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
  }

  private static long length(String head) {
    return head.lines()
        .map(line -> line.toLowerCase(Locale.ROOT))
        .filter(line -> line.startsWith("content-length:"))
        .mapToLong(line -> Long.parseLong(line.substring("content-length:".length()).strip()))
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
