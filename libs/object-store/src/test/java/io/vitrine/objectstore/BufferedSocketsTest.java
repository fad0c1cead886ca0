package io.vitrine.objectstore;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BufferedSocketsTest {

  @Test
  void doesNotWaitForEverForASilentServerEvenWithoutATimeoutOfTheClient() throws IOException {
    // Given
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new BufferedSockets(Duration.ofMillis(20)).createSocket()) {
      socket.setSoTimeout(0);
      socket.connect(silent.getLocalSocketAddress());

      // When, Then
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> socket.getInputStream().read());
    }
  }
}
