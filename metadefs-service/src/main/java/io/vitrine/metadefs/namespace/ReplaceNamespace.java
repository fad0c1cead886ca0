package io.vitrine.metadefs.namespace;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Replaces what is said about a namespace, its name included. */
@ApplicationScoped
public class ReplaceNamespace {
  private final Namespaces namespaces;
  private final ShowNamespace showNamespace;
  private final Clock clock;

  public ReplaceNamespace(Namespaces namespaces, ShowNamespace showNamespace, Clock clock) {
    this.namespaces = namespaces;
    this.showNamespace = showNamespace;
    this.clock = clock;
  }

  public Uni<Namespace> replace(Caller caller, NamespaceName name, NamespaceDraft draft) {
    return showNamespace
        .show(caller, name)
        .invoke(seen -> Access.requireWriter(caller))
        .chain(seen -> namespaces.replace(seen.replacedBy(draft, clock.instant())));
  }
}
