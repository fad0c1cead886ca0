package io.vitrine.metadefs.definition;

import java.util.Optional;

/**
 * The rule for names: each has to stand in a path as one segment that every server reads alike; the
 * gateway lets no other through.
 */
public final class Names {
  public static final int MAX_LENGTH = 80;

  private Names() {}

  /** What is wrong with a name, as the end of a sentence. */
  public static Optional<String> flaw(String name) {
    if (name.isEmpty() || name.length() > MAX_LENGTH) {
      return Optional.of("must have 1 to %d characters.".formatted(MAX_LENGTH));
    }
    if (isTreacherous(name)) {
      return Optional.of(
          "must not be a dotted path, begin with a semicolon or have slashes, backslashes or"
              + " control characters.");
    }
    return Optional.empty();
  }

  private static boolean isTreacherous(String text) {
    String name = text.split(";", 2)[0];
    return name.isEmpty() || name.equals(".") || name.equals("..") || hasTreacherousCharacter(text);
  }

  /** Whether it could not even be a part of a name. */
  public static boolean hasTreacherousCharacter(String text) {
    return text.chars().anyMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
  }
}
