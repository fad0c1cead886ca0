package io.vitrine.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The key that the gateway signs vouchers with, made at the first start, and its public half for
 * the services.
 */
record VoucherKeys(Path privateKey, Path publicKey) {
  private static final int BITS = 2048;
  private static final int LINE = 64;

  static VoucherKeys loadOrCreate(StateDirectory state) throws IOException {
    VoucherKeys keys =
        new VoucherKeys(
            state.data().resolve("voucher-private.pem"),
            state.data().resolve("voucher-public.pem"));
    // The private half is written last, so that both are there when it is.
    if (!Files.exists(keys.privateKey)) {
      KeyPair pair = generate();
      write(keys.publicKey, "PUBLIC KEY", pair.getPublic().getEncoded());
      write(keys.privateKey, "PRIVATE KEY", pair.getPrivate().getEncoded());
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

  private static void write(Path file, String kind, byte[] key) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    String text = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(key);
    Files.writeString(
        fresh, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
