package io.vitrine.metadefs.namespace;

/**
 * The name of a namespace, unique in the whole catalogue. It has to stand in a path as one segment
 * that every server reads alike: the gateway lets no other through.
 */
public record NamespaceName(String text) {
  public static final int MAX_LENGTH = 80;

  public NamespaceName {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      throw new NamespaceProblem.Invalid(
              "namespace must have 1 to %d characters.".formatted(MAX_LENGTH))
          .asException();
    }
    if (isTreacherous(text)) {
      throw new NamespaceProblem.Invalid(
              "namespace must not be a dotted path, begin with a semicolon or have slashes,"
                  + " backslashes or control characters.")
          .asException();
    }
  }

  private static boolean isTreacherous(String text) {
    String name = text.split(";", 2)[0];
    return name.isEmpty()
        || name.equals(".")
        || name.equals("..")
        || text.chars().anyMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
  }

  @Override
  public String toString() {
    return text;
  }
}
