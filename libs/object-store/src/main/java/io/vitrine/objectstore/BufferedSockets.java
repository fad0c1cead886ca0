package io.vitrine.objectstore;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sockets that are cheap to read much from. OkHttp asks for 8 KiB at a time, which for an image of
 * a gigabyte are 131,072 calls into the kernel, and as many timers set and cleared under one lock.
 * So these read ahead, and the kernel watches the time.
 */
final class BufferedSockets extends SocketFactory {
  private static final int BUFFER = 128 << 10;

  private final int readTimeoutMillis;

  /**
   * Makes sockets whose reads end after a while even if OkHttp sets no time-out.
   *
   * @param readTimeout used wherever OkHttp sets none
   */
  BufferedSockets(Duration readTimeout) {
    this.readTimeoutMillis = Math.toIntExact(readTimeout.toMillis());
  }

  @Override
  public Socket createSocket() {
    return new BufferedSocket(readTimeoutMillis);
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException("OkHttp connects its sockets itself");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException("OkHttp connects its sockets itself");
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException("OkHttp connects its sockets itself");
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException("OkHttp connects its sockets itself");
  }

  private static final class BufferedSocket extends Socket {
    private final int readTimeoutMillis;
    private @Nullable InputStream buffered;

    BufferedSocket(int readTimeoutMillis) {
      this.readTimeoutMillis = readTimeoutMillis;
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
      super.setSoTimeout(millis == 0 ? readTimeoutMillis : millis);
    }

    @Override
    public synchronized InputStream getInputStream() throws IOException {
      InputStream in = buffered;
      if (in == null) {
        in = new BufferedInputStream(super.getInputStream(), BUFFER);
        buffered = in;
      }
      return in;
    }
  }
}
