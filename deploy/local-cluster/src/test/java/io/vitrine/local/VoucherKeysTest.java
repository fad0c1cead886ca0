package io.vitrine.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoucherKeysTest {
  @TempDir Path folder;

  @Test
  void areMadeOnceAndForTheirOwnerOnly() throws Exception {
    // Given
    StateDirectory state = new StateDirectory(folder).create();
    VoucherKeys first = VoucherKeys.loadOrCreate(state);
    String privateKey = Files.readString(first.privateKey());
    // When
    VoucherKeys second = VoucherKeys.loadOrCreate(state);
    // Then
    assertThat(Files.readString(second.privateKey())).isEqualTo(privateKey);
    assertThat(privateKey).startsWith("-----BEGIN PRIVATE KEY-----\n");
    assertThat(Files.readString(second.publicKey())).startsWith("-----BEGIN PUBLIC KEY-----\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(second.privateKey())))
        .isEqualTo("rw-------");
  }
}
