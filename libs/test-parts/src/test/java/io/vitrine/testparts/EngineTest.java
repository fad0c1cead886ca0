package io.vitrine.testparts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
  @Test
  void aSocketThatNobodyListensAtIsNoEngine(@TempDir Path folder) throws IOException {
    // Given
    Path socket = folder.resolve("docker.sock");
    var address = UnixDomainSocketAddress.of(socket);
    assertThat(Engine.listens(address)).isFalse();

    // When
    try (var engine = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      engine.bind(address);
      assertThat(Engine.listens(address)).isTrue();
    }

    // Then
    assertThat(socket).exists();
    assertThat(Engine.listens(address)).isFalse();
  }

  @Test
  void aPortThatNobodyListensAtIsNoEngine() throws IOException {
    SocketAddress address;
    try (var engine = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = engine.getLocalSocketAddress();
      assertThat(Engine.listens(address)).isTrue();
    }
    assertThat(Engine.listens(address)).isFalse();
  }
}
