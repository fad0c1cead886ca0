package io.vitrine.metadefs.namespace.part;

import io.vitrine.metadefs.definition.Names;

/** What a client says about a part of a namespace. */
public sealed interface Content permits Property, MetadataObject, Tag, Association {

  String name();

  PartKind<?> kind();

  /** About how many characters it has. */
  int size();

  /** Refuses a name that no path can carry. */
  static void checkName(PartKind<?> kind, String name) {
    Names.flaw(name)
        .ifPresent(flaw -> {
          throw new PartProblem.Invalid("The name of a %s %s".formatted(kind.text(), flaw))
              .asException();
        });
  }
}
