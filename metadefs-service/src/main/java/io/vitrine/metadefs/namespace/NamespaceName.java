package io.vitrine.metadefs.namespace;

/** The name of a namespace, unique in the whole catalogue. */
public record NamespaceName(String text) {
  public static final int MAX_LENGTH = 80;

  public NamespaceName {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      throw new NamespaceProblem.Invalid(
              "namespace must have 1 to %d characters.".formatted(MAX_LENGTH))
          .asException();
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
