package io.vitrine.local.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.local.images.Digests;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a record says of an image's bytes; older images, and those without any, say less. */
record Content(
    @Nullable Long size,
    @Nullable String checksum,
    @Nullable String hashAlgo,
    @Nullable String hashValue) {

  private static final String MD5 = "md5";

  /** What Image APIs compute unless they are told otherwise. */
  private static final String USUAL = "sha512";

  /** What the records of two images prove about their bytes. */
  enum Likeness {
    EQUAL,
    /** Nothing but their sizes can be compared, and these are equal. */
    EQUAL_IN_SIZE,
    OTHER
  }

  static Content from(JsonNode image) {
    return new Content(
        image.path("size").isNumber() ? image.path("size").longValue() : null,
        image.path("checksum").textValue(),
        image.path("os_hash_algo").textValue(),
        image.path("os_hash_value").textValue());
  }

  /**
   * A digest by which bytes are known again.
   *
   * @param value null where the record has none
   */
  record Proof(String algorithm, @Nullable String value) {}

  /** What the bytes have to have. */
  Proof proof() {
    if (hashAlgo != null && hashValue != null && Digests.areKnown(hashAlgo)) {
      return new Proof(hashAlgo, hashValue);
    }
    return checksum != null ? new Proof(MD5, checksum) : new Proof(USUAL, null);
  }

  /** The same bytes, of which this digest is known as well. */
  Content digested(String algorithm, String value) {
    return new Content(size, checksum, algorithm, value);
  }

  Likeness likeness(Content other) {
    if (size != null && other.size != null && !size.equals(other.size)) {
      return Likeness.OTHER;
    }
    if (hashValue != null && other.hashValue != null && Objects.equals(hashAlgo, other.hashAlgo)) {
      return hashValue.equalsIgnoreCase(other.hashValue) ? Likeness.EQUAL : Likeness.OTHER;
    }
    if (checksum != null && other.checksum != null) {
      return checksum.equalsIgnoreCase(other.checksum) ? Likeness.EQUAL : Likeness.OTHER;
    }
    return Likeness.EQUAL_IN_SIZE;
  }

  /** For people: the best that is known. */
  @Override
  public String toString() {
    String digest =
        hashValue != null
            ? hashAlgo + " " + abbreviated(hashValue)
            : checksum != null ? MD5 + " " + abbreviated(checksum) : "no digest";
    return size == null ? digest : size + " bytes, " + digest;
  }

  private static String abbreviated(String digest) {
    return digest.length() <= 16 ? digest : digest.substring(0, 16) + "…";
  }
}
