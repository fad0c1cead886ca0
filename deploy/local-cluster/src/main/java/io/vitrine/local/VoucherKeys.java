package io.vitrine.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;

/**
 * The key that the gateway signs vouchers with, made at the first start, and its public half for
 * the services.
 */
record VoucherKeys(Path privateKey, Path publicKey) {
  private static final int BITS = 2048;

  static VoucherKeys loadOrCreate(StateDirectory state) throws IOException {
    VoucherKeys keys =
        new VoucherKeys(
            state.data().resolve("voucher-private.pem"),
            state.data().resolve("voucher-public.pem"));
    // The private half is written last, so that both are there when it is.
    if (!Files.exists(keys.privateKey)) {
      KeyPair pair = generate();
      Pem.write(keys.publicKey, Pem.of("PUBLIC KEY", pair.getPublic().getEncoded()));
      Pem.write(keys.privateKey, Pem.of("PRIVATE KEY", pair.getPrivate().getEncoded()));
    }
    return keys;
  }

  private static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
