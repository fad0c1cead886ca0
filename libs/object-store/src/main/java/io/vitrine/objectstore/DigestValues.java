package io.vitrine.objectstore;

/** Digests of an object's bytes, in hex. */
public record DigestValues(String md5, String sha512) {
  public static final String SECOND_ALGORITHM = "sha512";
}
