package io.vitrine.metadefs.catalogue;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import io.vitrine.metadefs.namespace.Access;
import io.vitrine.metadefs.namespace.LoadMode;
import io.vitrine.metadefs.namespace.Namespaces;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Brings what a file says into the catalogue, all of it or nothing. */
@ApplicationScoped
public class LoadNamespace {
  private final Namespaces namespaces;
  private final Clock clock;

  public LoadNamespace(Namespaces namespaces, Clock clock) {
    this.namespaces = namespaces;
    this.clock = clock;
  }

  public Uni<Loaded> load(Caller caller, NamespaceDocument document, LoadMode mode) {
    Access.requireWriter(caller);
    return namespaces
        .change(document.name(), found -> document.into(found, mode, clock.instant()))
        .map(changed -> Loaded.of(document.name(), changed, mode));
  }
}
