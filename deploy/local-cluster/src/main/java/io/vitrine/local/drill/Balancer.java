package io.vitrine.local.drill;

import io.vitrine.local.Sockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What stands before several gateways: it spreads connections over those that are ready, and takes
 * the next one if one does not take a connection. What is said on a connection is not its business.
 */
final class Balancer implements AutoCloseable {
  private static final int CONNECT_MILLIS = 1000;
  private static final long LOOK_MILLIS = 250;

  private final List<Replica> gateways;
  private final Set<Replica> ready = ConcurrentHashMap.newKeySet();
  private final AtomicInteger turn = new AtomicInteger();
  private final ServerSocket door;

  Balancer(List<Replica> gateways) throws IOException {
    this.gateways = List.copyOf(gateways);
    this.door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    gateways.forEach(gateway -> Thread.startVirtualThread(() -> watch(gateway)));
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  private void watch(Replica gateway) {
    try {
      while (!door.isClosed()) {
        if (gateway.isReady()) {
          ready.add(gateway);
        } else {
          ready.remove(gateway);
        }
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = door.accept();
        Thread.startVirtualThread(() -> serve(client));
      }
    } catch (IOException e) {
      // It is closed.
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket gateway = connect()) {
      Thread back = Thread.startVirtualThread(() -> Sockets.pipe(gateway, client));
      Sockets.pipe(client, gateway);
      back.join();
    } catch (IOException e) {
      // The client sees its connection end.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Socket connect() throws IOException {
    int first = turn.getAndIncrement();
    for (int i = 0; i < gateways.size(); i++) {
      Replica gateway = gateways.get(Math.floorMod(first + i, gateways.size()));
      if (ready.contains(gateway)) {
        var socket = new Socket();
        try {
          socket.connect(new InetSocketAddress(gateway.address(), 8080), CONNECT_MILLIS);
          return socket;
        } catch (IOException e) {
          socket.close();
        }
      }
    }
    throw new IOException("no gateway is ready");
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
