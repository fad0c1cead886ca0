package io.vitrine.metadefs.namespace;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import io.vitrine.metadefs.namespace.part.Content;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Adds a namespace with all its parts to the catalogue, or nothing. */
@ApplicationScoped
public class CreateNamespace {
  private final Namespaces namespaces;
  private final Clock clock;

  public CreateNamespace(Namespaces namespaces, Clock clock) {
    this.namespaces = namespaces;
    this.clock = clock;
  }

  public Uni<Namespace> create(
      Caller caller, NamespaceDraft draft, List<? extends Content> contents) {
    Access.requireWriter(caller);
    return namespaces
        .change(draft.name(), found -> created(found, draft, contents))
        .map(changed -> changed.remaining().orElseThrow());
  }

  private Changed created(
      Optional<Namespace> found, NamespaceDraft draft, List<? extends Content> contents) {
    if (found.isPresent()) {
      throw new NamespaceProblem.Exists(draft.name().text()).asException();
    }
    return Namespace.created(draft, contents, clock.instant());
  }
}
