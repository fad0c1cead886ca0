package io.vitrine.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VoucherKeyTest {
  @TempDir Path folder;

  @Test
  void bothHalvesHaveOneName() throws Exception {
    // Given
    KeyPair pair = newPair("RSA", 2048);
    // When
    String byPublicHalf =
        VoucherKey.idOf(VoucherKey.publicKey(pem("PUBLIC KEY", pair.getPublic())));
    String byPrivateHalf =
        VoucherKey.idOf(
            VoucherKey.publicOf(VoucherKey.privateKey(pem("PRIVATE KEY", pair.getPrivate()))));
    // Then
    assertThat(byPublicHalf).isEqualTo(byPrivateHalf).startsWith("voucher-");
  }

  @Test
  void readsAFile() throws Exception {
    // Given
    String pem = pem("PUBLIC KEY", newPair("RSA", 2048).getPublic());
    Path file = Files.writeString(folder.resolve("key.pem"), pem);
    // Then
    assertThat(VoucherKey.publicKey(file.toString())).isEqualTo(VoucherKey.publicKey(pem));
  }

  @Test
  void refusesAMissingFile() {
    assertThatThrownBy(() -> VoucherKey.privateKey(folder.resolve("none").toString()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("none");
  }

  @Test
  void refusesAShortKey() throws Exception {
    String pem = pem("PRIVATE KEY", newPair("RSA", 1024).getPrivate());

    assertThatThrownBy(() -> VoucherKey.privateKey(pem))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1024");
  }

  @Test
  void refusesAKeyOfAnotherKind() throws Exception {
    String pem = pem("PUBLIC KEY", newPair("EC", 256).getPublic());

    assertThatThrownBy(() -> VoucherKey.publicKey(pem))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nnonsense\n-----END PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        "-----END PUBLIC KEY----------BEGIN PUBLIC KEY-----"
      })
  void refusesWhatIsNoKey(String setting) {
    assertThatThrownBy(() -> VoucherKey.publicKey(setting))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static KeyPair newPair(String algorithm, int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  static String pem(String kind, Key key) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(kind, Base64.getMimeEncoder().encodeToString(key.getEncoded()));
  }
}
