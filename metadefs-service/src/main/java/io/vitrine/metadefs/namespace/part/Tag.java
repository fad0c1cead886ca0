package io.vitrine.metadefs.namespace.part;

/** A word that things may be marked with. */
public record Tag(String name) implements Content {
  public Tag {
    Content.checkName(PartKind.TAG, name);
  }

  @Override
  public PartKind<?> kind() {
    return PartKind.TAG;
  }

  @Override
  public int size() {
    return name.length();
  }
}
