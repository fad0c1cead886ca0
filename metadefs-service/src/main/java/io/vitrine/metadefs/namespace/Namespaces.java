package io.vitrine.metadefs.namespace;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The catalogue of namespaces. Every call is one transaction of its own. */
public interface Namespaces {

  Uni<Optional<Namespace>> find(NamespaceName name);

  /**
   * Namespaces without any of their parts but associations. Fails with {@link
   * NamespaceProblem.Missing} if the viewer sees no namespace at the marker.
   */
  Uni<List<Namespace>> page(Viewer viewer, NamespaceFilter filter, PageRequest page);

  /** Whole namespaces that the viewer sees, of these names, by name. */
  Uni<List<Namespace>> named(Viewer viewer, Collection<NamespaceName> names);

  /** Whole namespaces that the viewer sees, associated with a resource type, by name. */
  Uni<List<Namespace>> associatedWith(Viewer viewer, String resourceType);

  /**
   * Shows a namespace, if there is one of this name, to the change and keeps what that makes of it.
   * Changes of one namespace come one after another; if the change throws, nothing is changed.
   * Fails with {@link NamespaceProblem.Exists} if the name that results is taken.
   */
  Uni<Changed> change(NamespaceName name, Function<Optional<Namespace>, Changed> change);

  /** All resource types that any namespace was ever associated with, by name. */
  Uni<List<ResourceType>> resourceTypes();
}
