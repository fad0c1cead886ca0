package io.vitrine.local;

import java.io.IOException;
import java.net.Socket;

/** What stands between two connections. */
public final class Sockets {
  private Sockets() {}

  /** Brings all that one says to the other, and its end; closes both where that fails. */
  public static void pipe(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  public static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }
}
