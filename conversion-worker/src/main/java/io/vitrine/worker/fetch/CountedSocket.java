package io.vitrine.worker.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.SocketFactory;

/** Counts what it receives, below TLS, and fails where that is too much {@link Overhead}. */
class CountedSocket extends Socket {
  private final Overhead overhead;

  CountedSocket(Overhead overhead) {
    this.overhead = overhead;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read() throws IOException {
        int next = super.read();
        if (next >= 0) {
          overhead.add(1);
        }
        return next;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int got = super.read(into, offset, length);
        if (got > 0) {
          overhead.add(got);
        }
        return got;
      }
    };
  }

  /** Makes sockets that are connected to an address later. */
  static SocketFactory factory(Supplier<? extends Socket> sockets) {
    return new SocketFactory() {
      @Override
      public Socket createSocket() {
        return sockets.get();
      }

      @Override
      public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
