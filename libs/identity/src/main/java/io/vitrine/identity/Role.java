package io.vitrine.identity;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A role held in one project. Admin implies member implies reader; service implies nothing. */
public enum Role {
  READER,
  MEMBER,
  ADMIN,
  SERVICE;

  /** As OpenStack, Keycloak and Keystone spell it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public Set<Role> withImplied() {
    return switch (this) {
      case READER -> EnumSet.of(READER);
      case MEMBER -> EnumSet.of(MEMBER, READER);
      case ADMIN -> EnumSet.of(ADMIN, MEMBER, READER);
      case SERVICE -> EnumSet.of(SERVICE);
    };
  }

  public static Optional<Role> named(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "reader" -> Optional.of(READER);
      case "member" -> Optional.of(MEMBER);
      case "admin" -> Optional.of(ADMIN);
      case "service" -> Optional.of(SERVICE);
      default -> Optional.empty();
    };
  }
}
