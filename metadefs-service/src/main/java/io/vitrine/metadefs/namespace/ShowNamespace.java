package io.vitrine.metadefs.namespace;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;

/** Shows one namespace to those who may see it. */
@ApplicationScoped
public class ShowNamespace {
  private final Namespaces namespaces;

  public ShowNamespace(Namespaces namespaces) {
    this.namespaces = namespaces;
  }

  public Uni<Namespace> show(Caller caller, NamespaceName name) {
    return namespaces.find(name).map(found -> Access.seen(found, name, caller));
  }
}
