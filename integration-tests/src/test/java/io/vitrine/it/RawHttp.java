package io.vitrine.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Sends whatever it is told to, also what no client library would, each on a new connection. */
final class RawHttp {
  private static final int PATIENCE_MILLIS = 60_000;

  private final URI server;

  RawHttp(URI server) {
    this.server = server;
  }

  /** What came back; status 0 if the server hung up without a word. */
  record Answer(int status, List<String> head, byte[] body) {
    String header(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return head.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(line -> line.substring(prefix.length()).strip())
          .findFirst()
          .orElse("");
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** The request should ask for the connection to be closed. */
  Answer send(byte[] request) {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      try {
        socket.getOutputStream().write(request);
      } catch (IOException e) {
        // An early answer: it is there to be read.
      }
      return parse(readAll(socket.getInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] readAll(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    try {
      for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
        all.write(piece, 0, length);
      }
    } catch (SocketException e) {
      // Reset behind the answer, for what nobody has read of the request.
    }
    return all.toByteArray();
  }

  private static Answer parse(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return new Answer(0, List.of(), bytes);
    }
    List<String> head = List.of(text.substring(0, end).split("\r\n"));
    int status = Integer.parseInt(head.getFirst().split(" ")[1]);
    byte[] rest = Arrays.copyOfRange(bytes, end + 4, bytes.length);
    if (status < 200) {
      return parse(rest);
    }
    Answer answer = new Answer(status, head, rest);
    return answer.header("Transfer-Encoding").equalsIgnoreCase("chunked")
        ? new Answer(status, head, unchunked(rest))
        : answer;
  }

  private static byte[] unchunked(byte[] chunks) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int at = 0;
    while (true) {
      int line = indexOfLineEnd(chunks, at);
      int length =
          Integer.parseInt(new String(chunks, at, line - at, StandardCharsets.US_ASCII), 16);
      if (length == 0) {
        return body.toByteArray();
      }
      body.write(chunks, line + 2, length);
      at = line + 2 + length + 2;
    }
  }

  private static int indexOfLineEnd(byte[] bytes, int from) {
    int at = from;
    while (bytes[at] != '\r') {
      at++;
    }
    return at;
  }
}
