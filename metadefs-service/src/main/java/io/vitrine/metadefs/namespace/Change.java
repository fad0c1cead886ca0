package io.vitrine.metadefs.namespace;

import io.vitrine.metadefs.namespace.part.Part;

/** What can happen in the catalogue. */
public sealed interface Change {

  /** As it was right after the change; one that is deleted, as it was before. */
  Namespace namespace();

  /** Its parts are told one by one. */
  record NamespaceCreated(Namespace namespace) implements Change {}

  record NamespaceReplaced(Namespace namespace, Namespace was) implements Change {}

  /** Its parts go with it and are not told. */
  record NamespaceDeleted(Namespace namespace) implements Change {}

  record PartAdded(Namespace namespace, Part<?> part) implements Change {}

  record PartReplaced(Namespace namespace, Part<?> part, String oldName) implements Change {}

  record PartRemoved(Namespace namespace, Part<?> part) implements Change {}
}
