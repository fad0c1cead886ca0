package io.vitrine.metadefs.namespace;

import java.util.List;
import java.util.Optional;

/**
 * What a change has made of a namespace.
 *
 * @param remaining empty if it was deleted
 * @param changes what has happened, in order
 */
public record Changed(Optional<Namespace> remaining, List<Change> changes) {
  public Changed {
    changes = List.copyOf(changes);
  }

  /** What there is, or is not, stays so. */
  public static Changed nothing(Optional<Namespace> found) {
    return new Changed(found, List.of());
  }

  static Changed to(Namespace namespace, Change change) {
    return to(namespace, List.of(change));
  }

  static Changed to(Namespace namespace, List<? extends Change> changes) {
    return new Changed(Optional.of(namespace), List.copyOf(changes));
  }
}
