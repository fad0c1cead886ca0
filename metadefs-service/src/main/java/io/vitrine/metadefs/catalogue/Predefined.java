package io.vitrine.metadefs.catalogue;

import java.util.List;

/**
 * The namespaces that come with the service.
 *
 * @param version grows with each release that changes one
 */
public record Predefined(int version, List<NamespaceDocument> namespaces) {
  public Predefined {
    namespaces = List.copyOf(namespaces);
  }
}
