package io.vitrine.metadefs.namespace;

import io.vitrine.metadefs.definition.Names;

/** The name of a namespace, unique in the whole catalogue. */
public record NamespaceName(String text) {
  public NamespaceName {
    Names.flaw(text)
        .ifPresent(flaw -> {
          throw new NamespaceProblem.Invalid("namespace " + flaw).asException();
        });
  }

  @Override
  public String toString() {
    return text;
  }
}
