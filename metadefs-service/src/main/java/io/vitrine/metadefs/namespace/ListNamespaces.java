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

  public Uni<List<Namespace>> list(Caller caller, PageRequest page) {
    Viewer viewer = Access.viewerForList(caller);
    // No namespace is associated with a resource type yet.
    return page.associated() ? Uni.createFrom().item(List.of()) : namespaces.page(viewer, page);
  }
}
