package io.vitrine.objectstore;

import java.util.Map;

/**
 * Digests of an object's bytes.
 *
 * @param byAlgorithm in hex, by the algorithms' names in the Image API
 */
public record DigestValues(Map<String, String> byAlgorithm) {
  public static final String MD5 = "md5";
  public static final String SECOND_ALGORITHM = "sha512";

  public DigestValues {
    byAlgorithm = Map.copyOf(byAlgorithm);
  }

  /**
   * One of them.
   *
   * @throws IllegalArgumentException if that was not computed
   */
  public String of(String algorithm) {
    String value = byAlgorithm.get(algorithm);
    if (value == null) {
      throw new IllegalArgumentException(
          "of %s there is no %s".formatted(byAlgorithm.keySet(), algorithm));
    }
    return value;
  }

  public String md5() {
    return of(MD5);
  }

  public String sha512() {
    return of(SECOND_ALGORITHM);
  }
}
