package io.vitrine.metadefs.namespace;

import io.vitrine.metadefs.definition.Names;
import java.util.List;
import java.util.Optional;

/**
 * Which namespaces are wanted.
 *
 * @param resourceTypes those that are associated with any of these; empty if that does not matter
 */
public record NamespaceFilter(Optional<Visibility> visibility, List<String> resourceTypes) {
  public NamespaceFilter {
    resourceTypes = List.copyOf(resourceTypes);
    resourceTypes.stream()
        .flatMap(name -> Names.flaw(name).stream())
        .findFirst()
        .ifPresent(flaw -> {
          throw new NamespaceProblem.Invalid("The name of a resource type " + flaw).asException();
        });
  }
}
