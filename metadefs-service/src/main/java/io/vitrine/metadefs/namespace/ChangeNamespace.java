package io.vitrine.metadefs.namespace;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.function.BiFunction;

/** Changes a namespace or its parts: what is to become of it, the namespace itself knows. */
@ApplicationScoped
public class ChangeNamespace {
  private final Namespaces namespaces;
  private final ShowNamespace showNamespace;
  private final Clock clock;

  public ChangeNamespace(Namespaces namespaces, ShowNamespace showNamespace, Clock clock) {
    this.namespaces = namespaces;
    this.showNamespace = showNamespace;
    this.clock = clock;
  }

  public Uni<Changed> change(
      Caller caller, NamespaceName name, BiFunction<Namespace, Instant, Changed> change) {
    if (!Access.isWriter(caller)) {
      return refused(caller, name);
    }
    return namespaces.change(
        name, found -> change.apply(Access.seen(found, name, caller), clock.instant()));
  }

  /** Without a lock, which only writers need; and what he cannot see is not there for him. */
  private Uni<Changed> refused(Caller caller, NamespaceName name) {
    return showNamespace
        .show(caller, name)
        .map(seen -> {
          throw Access.refused();
        });
  }
}
