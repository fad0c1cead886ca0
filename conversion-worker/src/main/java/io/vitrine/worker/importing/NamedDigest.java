package io.vitrine.worker.importing;

import io.vitrine.diskformats.RandomAccessSource;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** Digests by their names in the Image API. */
final class NamedDigest {
  private static final int PIECE = 1 << 20;

  private static final Map<String, String> JAVA_NAMES =
      Map.of("md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256", "sha512", "SHA-512");

  private NamedDigest() {}

  static MessageDigest begin(String algorithm) {
    try {
      return MessageDigest.getInstance(JAVA_NAMES.getOrDefault(algorithm, ""));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("there is no digest " + algorithm, e);
    }
  }

  /** Of all the bytes, in hex. */
  static String of(String algorithm, RandomAccessSource source) throws IOException {
    MessageDigest digest = begin(algorithm);
    byte[] piece = new byte[PIECE];
    for (long at = 0; at < source.size(); at += piece.length) {
      int length = (int) Math.min(piece.length, source.size() - at);
      source.readFully(at, piece, 0, length);
      digest.update(piece, 0, length);
    }
    return hex(digest);
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
