package io.vitrine.metadefs.namespace.part;

import io.vitrine.metadefs.definition.Definition;

/** A definition that belongs to the namespace itself. */
public record Property(Definition definition) implements Content {
  @Override
  public String name() {
    return definition.name();
  }

  @Override
  public PartKind<?> kind() {
    return PartKind.PROPERTY;
  }

  @Override
  public int size() {
    return definition.size();
  }
}
