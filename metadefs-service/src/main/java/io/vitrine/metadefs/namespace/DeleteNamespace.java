package io.vitrine.metadefs.namespace;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;

/** Removes a namespace that is not protected. */
@ApplicationScoped
public class DeleteNamespace {
  private final Namespaces namespaces;
  private final ShowNamespace showNamespace;

  public DeleteNamespace(Namespaces namespaces, ShowNamespace showNamespace) {
    this.namespaces = namespaces;
    this.showNamespace = showNamespace;
  }

  public Uni<Void> delete(Caller caller, NamespaceName name) {
    return showNamespace
        .show(caller, name)
        .invoke(seen -> Access.requireWriter(caller))
        .invoke(DeleteNamespace::refuseProtected)
        .chain(namespaces::remove);
  }

  private static void refuseProtected(Namespace namespace) {
    if (namespace.content().isProtected()) {
      throw new NamespaceProblem.Protected(namespace.name().text()).asException();
    }
  }
}
