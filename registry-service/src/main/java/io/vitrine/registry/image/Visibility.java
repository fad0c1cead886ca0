package io.vitrine.registry.image;

import java.util.Locale;
import java.util.Optional;

/** Who sees an image beside its owner. */
public enum Visibility {
  PUBLIC,
  PRIVATE,
  SHARED,
  COMMUNITY;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Visibility> named(String wireName) {
    for (Visibility visibility : values()) {
      if (visibility.wireName().equals(wireName)) {
        return Optional.of(visibility);
      }
    }
    return Optional.empty();
  }
}
