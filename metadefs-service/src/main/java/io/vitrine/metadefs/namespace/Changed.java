package io.vitrine.metadefs.namespace;

import io.vitrine.metadefs.namespace.part.Content;
import io.vitrine.metadefs.namespace.part.Part;
import io.vitrine.metadefs.namespace.part.PartKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

  /** The part of this kind that was added, or put into another's place. */
  public <C extends Content> Part<C> part(PartKind<C> kind) {
    String name =
        changes.stream()
            .flatMap(change ->
                switch (change) {
                  case Change.PartAdded added -> Stream.of(added.part().name());
                  case Change.PartReplaced replaced -> Stream.of(replaced.part().name());
                  default -> Stream.empty();
                })
            .findFirst()
            .orElseThrow();
    return remaining.orElseThrow().parts().get(kind, name);
  }
}
