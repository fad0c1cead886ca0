package io.vitrine.metadefs.namespace;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Adds a namespace to the catalogue. */
@ApplicationScoped
public class CreateNamespace {
  private final Namespaces namespaces;
  private final Clock clock;

  public CreateNamespace(Namespaces namespaces, Clock clock) {
    this.namespaces = namespaces;
    this.clock = clock;
  }

  public Uni<Namespace> create(Caller caller, NamespaceDraft draft) {
    Access.requireWriter(caller);
    return namespaces.add(Namespace.of(draft, clock.instant()));
  }
}
