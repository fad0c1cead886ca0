package io.vitrine.local.images;

import io.vitrine.local.ClusterException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Security;
import java.util.HexFormat;
import java.util.Locale;

/** Digests as the Image API writes them. */
public final class Digests {
  private static final int BLOCK = 1 << 18;

  private Digests() {}

  /**
   * Reads to the end, and closes.
   *
   * @param algorithm as the API names it, such as {@code sha512}
   * @return in hexadecimal
   */
  public static String of(String algorithm, InputStream bytes) throws IOException {
    try (bytes) {
      MessageDigest digest = named(algorithm);
      byte[] block = new byte[BLOCK];
      for (int n = bytes.read(block); n >= 0; n = bytes.read(block)) {
        digest.update(block, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  /**
   * A digest that nothing has gone into.
   *
   * @param algorithm as the API names it
   */
  public static MessageDigest named(String algorithm) {
    try {
      return MessageDigest.getInstance(javaName(algorithm));
    } catch (NoSuchAlgorithmException e) {
      throw new ClusterException("the API names an unknown hash algorithm: " + algorithm, e);
    }
  }

  /** Whether this machine can compute it. */
  public static boolean areKnown(String algorithm) {
    return Security.getAlgorithms("MessageDigest")
        .contains(javaName(algorithm).toUpperCase(Locale.ROOT));
  }

  private static String javaName(String algorithm) {
    return algorithm.replaceFirst("^sha(?=[0-9])", "SHA-");
  }
}
