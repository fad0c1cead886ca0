package io.vitrine.objectstore;

/** The name of an object in its bucket. Vitrine chooses it; nothing in it comes from a client. */
public record ObjectKey(String value) {
  private static final int MAX_LENGTH = 1024;

  public ObjectKey {
    if (value.isEmpty() || value.length() > MAX_LENGTH || value.startsWith("/")) {
      throw new IllegalArgumentException("not the key of an object: '" + value + "'");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
