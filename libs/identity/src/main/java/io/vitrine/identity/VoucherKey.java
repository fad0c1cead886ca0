package io.vitrine.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** The RSA keys of vouchers, as settings give them: PEM text, or the path of a file with it. */
public final class VoucherKey {
  private static final int MIN_BITS = 2048;
  static final String ID_PREFIX = "voucher-";

  private VoucherKey() {}

  public static RSAPublicKey publicKey(String setting) {
    try {
      X509EncodedKeySpec encoded = new X509EncodedKeySpec(decode(setting, "PUBLIC KEY"));
      return (RSAPublicKey) requireStrong(KeyFactory.getInstance("RSA").generatePublic(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("The voucher's public key is no RSA key.", e);
    }
  }

  public static RSAPrivateCrtKey privateKey(String setting) {
    try {
      PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(decode(setting, "PRIVATE KEY"));
      return (RSAPrivateCrtKey)
          requireStrong(KeyFactory.getInstance("RSA").generatePrivate(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("The voucher's private key is no RSA key.", e);
    }
  }

  /** The public half. */
  public static RSAPublicKey publicOf(RSAPrivateCrtKey key) {
    try {
      RSAPublicKeySpec half = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
      return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(half);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a voucher's header calls the key: the same wherever it is computed. */
  public static String idOf(RSAPublicKey key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return ID_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Key requireStrong(Key key) {
    int bits = key instanceof RSAKey rsa ? rsa.getModulus().bitLength() : 0;
    if (bits < MIN_BITS) {
      throw new IllegalArgumentException(
          "A voucher's key has at least %d bits; this one has %d.".formatted(MIN_BITS, bits));
    }
    return key;
  }

  private static byte[] decode(String setting, String kind) {
    String pem = setting.contains("-----BEGIN") ? setting : read(Path.of(setting.strip()));
    String begin = "-----BEGIN " + kind + "-----";
    String end = "-----END " + kind + "-----";
    int from = pem.indexOf(begin);
    int to = pem.indexOf(end);
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("The voucher's key is no PEM text with a " + kind + ".");
    }
    return Base64.getMimeDecoder()
        .decode(pem.substring(from + begin.length(), to).getBytes(StandardCharsets.US_ASCII));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The voucher's key cannot be read: " + file, e);
    }
  }
}
