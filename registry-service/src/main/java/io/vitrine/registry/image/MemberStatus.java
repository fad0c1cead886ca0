package io.vitrine.registry.image;

import java.util.Locale;
import java.util.Optional;

/** What a project says to an image that is shared with it: whether its lists show the image. */
public enum MemberStatus {
  PENDING,
  ACCEPTED,
  REJECTED;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<MemberStatus> named(String wireName) {
    for (MemberStatus status : values()) {
      if (status.wireName().equals(wireName)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
