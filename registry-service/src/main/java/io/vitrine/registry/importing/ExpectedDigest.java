package io.vitrine.registry.importing;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a caller knows of the bytes to come.
 *
 * @param algorithm one of {@link #ALGORITHMS}
 * @param value hex, in lower case
 */
public record ExpectedDigest(String algorithm, String value) {
  /** With the length of their digests in hex. */
  public static final Map<String, Integer> ALGORITHMS =
      Map.of("md5", 32, "sha1", 40, "sha256", 64, "sha512", 128);

  private static final Pattern HEX = Pattern.compile("[0-9a-f]*");

  public ExpectedDigest {
    Integer length = ALGORITHMS.get(algorithm);
    if (length == null) {
      throw new IllegalArgumentException(
          "os_hash_algo is one of %s.".formatted(ALGORITHMS.keySet().stream().sorted().toList()));
    }
    if (value.length() != length || !HEX.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "os_hash_value is no %s digest: that has %d hexadecimal digits."
              .formatted(algorithm, length));
    }
  }
}
