package io.vitrine.objectstore;

import java.util.UUID;

/**
 * Who writes to a {@link PartedUpload}: one that goes on without a gap, and therefore knows what
 * all of its bytes are; or anybody else. Each leaves a {@link Beside#mark mark} before its first
 * byte.
 */
public final class Author {
  private static final String ANYBODY = "anybody";

  private final String name;
  private volatile boolean marked;

  private Author(String name) {
    this.name = name;
  }

  /** One that nobody else is, here or anywhere. */
  public static Author unique() {
    return new Author(UUID.randomUUID().toString());
  }

  /** For whoever does not know what was written before. */
  public static Author anybody() {
    return new Author(ANYBODY);
  }

  String name() {
    return name;
  }

  boolean isUnique() {
    return !name.equals(ANYBODY);
  }

  boolean isMarked() {
    return marked;
  }

  void onMarked() {
    marked = true;
  }
}
