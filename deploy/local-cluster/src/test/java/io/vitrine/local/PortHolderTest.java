package io.vitrine.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortHolderTest {

  @Test
  void findsTheProcessThatListens() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // When
      var holder = PortHolder.of(socket.getLocalPort());

      // Then
      assertThat(holder.map(h -> h.process().pid())).contains(ProcessHandle.current().pid());
      assertThat(PortHolder.isFree(socket.getLocalPort())).isFalse();
    }
  }

  @Test
  void saysWhoTookWhichPortFromWhomAndWhatToDo() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // When
      String complaint = PortHolder.describe(socket.getLocalPort(), PartName.STORE);

      // Then
      assertThat(complaint)
          .contains("port " + socket.getLocalPort())
          .contains("store")
          .contains("process " + ProcessHandle.current().pid())
          .contains("java")
          .contains("VITRINE_PORT_STORE=");
    }
  }

  @Test
  void seesNobodyOnAFreePort() throws IOException {
    // Given
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    // Then
    assertThat(PortHolder.of(port)).isEmpty();
    assertThat(PortHolder.isFree(port)).isTrue();
  }

  @Test
  void countsListenersOnlyNotConnections() {
    // Given
    List<String> table =
        List.of(
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid",
            "   0: 0100007F:23F0 00000000:0000 0A 00000000:00000000 00:00000000 0 0 0 111 1 0",
            "   1: 0100007F:23F0 0100007F:9999 01 00000000:00000000 00:00000000 0 0 0 222 1 0",
            "   2: 0100007F:23F1 00000000:0000 0A 00000000:00000000 00:00000000 0 0 0 333 1 0");

    // When
    var inodes = PortHolder.listeningInodes(table, 0x23F0);

    // Then
    assertThat(inodes).containsExactly("111");
  }
}
