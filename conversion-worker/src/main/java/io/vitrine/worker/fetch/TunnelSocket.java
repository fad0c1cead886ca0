package io.vitrine.worker.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Connects to an address by way of a proxy. Whoever uses it sees a connection like any other, so
 * TLS is spoken with the source itself, by its name.
 */
final class TunnelSocket extends CountedSocket {
  private static final int LONGEST_ANSWER = 16 << 10;
  private static final int SERVER_ERROR = 500;
  private static final Pattern STATUS =
      Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: [^\\r\\n]*)?\\r?\\n(?s:.*)");

  private final ForwardProxy proxy;

  TunnelSocket(ForwardProxy proxy, Overhead overhead) {
    super(overhead);
    this.proxy = proxy;
  }

  /** There is no connection to the proxy itself. */
  static final class NoProxyException extends IOException {
    private NoProxyException(String message, IOException cause) {
      super(message, cause);
    }
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    InetSocketAddress source = (InetSocketAddress) endpoint;
    if (!proxy.isFor(source.getAddress())) {
      super.connect(endpoint, timeout);
      return;
    }
    try {
      super.connect(new InetSocketAddress(proxy.host(), proxy.port()), timeout);
    } catch (SocketTimeoutException e) {
      throw new NoProxyException("the proxy is silent", e);
    } catch (IOException e) {
      // It would name the proxy, which is ours to know.
      throw new NoProxyException("the proxy cannot be reached", e);
    }
    getOutputStream().write(request(source).getBytes(StandardCharsets.ISO_8859_1));
    requireTunnel(answer(getInputStream()));
  }

  private String request(InetSocketAddress source) {
    InetAddress address = source.getAddress();
    String literal = address.getHostAddress();
    String target =
        (literal.indexOf(':') < 0 ? "%s:%d" : "[%s]:%d").formatted(literal, source.getPort());
    String authorization =
        proxy.authorization().map("Proxy-Authorization: %s\r\n"::formatted).orElse("");
    return "CONNECT %s HTTP/1.1\r\nHost: %s\r\n%s\r\n".formatted(target, target, authorization);
  }

  /** Status and headers: what follows them is the source's. */
  private static String answer(InputStream from) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    int lineLength = 0;
    while (answer.size() < LONGEST_ANSWER) {
      int next = from.read();
      if (next < 0) {
        throw new IOException("the proxy closed the connection");
      }
      answer.write(next);
      if (next == '\n' && lineLength == 0) {
        return answer.toString(StandardCharsets.ISO_8859_1);
      }
      lineLength = next == '\n' ? 0 : next == '\r' ? lineLength : lineLength + 1;
    }
    throw notAProxy();
  }

  /** Nothing of the answer but its status is told: whatever the proxy says, it says to us. */
  private static void requireTunnel(String answer) throws IOException {
    Matcher status = STATUS.matcher(answer);
    if (!status.matches()) {
      throw notAProxy();
    }
    int code = Integer.parseInt(status.group(1));
    if (code >= SERVER_ERROR) {
      throw new IOException("the proxy answered " + code);
    }
    if (code / 100 != 2) {
      throw new FetchException("The proxy answered %d.".formatted(code));
    }
  }

  private static FetchException notAProxy() {
    return new FetchException("The proxy does not answer as a proxy does.");
  }
}
