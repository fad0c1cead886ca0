package io.vitrine.metadefs.namespace;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Lists the namespaces that the caller sees, page by page. */
@ApplicationScoped
public class ListNamespaces {
  private final Namespaces namespaces;

  public ListNamespaces(Namespaces namespaces) {
    this.namespaces = namespaces;
  }

  public Uni<List<Namespace>> list(Caller caller, NamespaceFilter filter, PageRequest page) {
    return namespaces.page(Access.viewerForList(caller), filter, page);
  }
}
