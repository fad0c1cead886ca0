package io.vitrine.it;

import io.vitrine.local.Sockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Spreads new connections over replicas, as a Service of Kubernetes does: it knows nothing of
 * requests, and leaves connections alone that there are.
 */
final class Balancer implements AutoCloseable {
  private final ServerSocket door;
  private final AtomicInteger turn = new AtomicInteger();
  private volatile List<AnotherService> replicas;

  Balancer(AnotherService... replicas) {
    this.replicas = List.of(replicas);
    try {
      door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.startVirtualThread(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + door.getLocalPort();
  }

  /** From now on new connections go to these. */
  void leadTo(AnotherService... chosen) {
    replicas = List.of(chosen);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = door.accept();
        Thread.startVirtualThread(() -> connect(client));
      }
    } catch (IOException e) {
      // It is closed.
    }
  }

  private void connect(Socket client) {
    List<AnotherService> now = replicas;
    int port = now.get(Math.floorMod(turn.getAndIncrement(), now.size())).port();
    try {
      Socket replica = new Socket(InetAddress.getLoopbackAddress(), port);
      Thread.startVirtualThread(() -> Sockets.pipe(client, replica));
      Thread.startVirtualThread(() -> Sockets.pipe(replica, client));
    } catch (IOException e) {
      Sockets.closeQuietly(client);
    }
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
