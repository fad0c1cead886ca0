package io.vitrine.metadefs.namespace;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** The catalogue of namespaces. Every call is one transaction of its own. */
public interface Namespaces {

  /** Fails with {@link NamespaceProblem.Exists} if the name is taken. */
  Uni<Namespace> add(Namespace namespace);

  Uni<Optional<Namespace>> find(NamespaceName name);

  /** Fails with {@link NamespaceProblem.Missing} if the viewer sees no namespace at the marker. */
  Uni<List<Namespace>> page(Viewer viewer, PageRequest page);

  /**
   * Replaces the namespace with the same id, if it still has the same version. Fails with {@link
   * NamespaceProblem.Changed} otherwise, with {@link NamespaceProblem.Exists} if its new name is
   * taken.
   */
  Uni<Namespace> replace(Namespace namespace);

  /** Fails with {@link NamespaceProblem.Changed} if it is not as it was read. */
  Uni<Void> remove(Namespace namespace);
}
