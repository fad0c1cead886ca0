package io.vitrine.metadefs.namespace.http;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.CurrentRequest;
import io.vitrine.metadefs.namespace.ChangeNamespace;
import io.vitrine.metadefs.namespace.Changed;
import io.vitrine.metadefs.namespace.Namespace;
import io.vitrine.metadefs.namespace.NamespaceName;
import io.vitrine.metadefs.namespace.ShowNamespace;
import io.vitrine.metadefs.namespace.part.PartKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.function.BiFunction;

/** The namespace that a request names, for its caller. */
@ApplicationScoped
public class RequestedNamespace {
  private final ShowNamespace showNamespace;
  private final ChangeNamespace changeNamespace;
  private final CurrentRequest request;

  public RequestedNamespace(
      ShowNamespace showNamespace, ChangeNamespace changeNamespace, CurrentRequest request) {
    this.showNamespace = showNamespace;
    this.changeNamespace = changeNamespace;
    this.request = request;
  }

  public Uni<Namespace> show(String name) {
    return showNamespace.show(request.caller(), new NamespaceName(name));
  }

  public Uni<Changed> change(String name, BiFunction<Namespace, Instant, Changed> change) {
    return changeNamespace.change(request.caller(), new NamespaceName(name), change);
  }

  Uni<Void> remove(String name, PartKind<?> kind, String part) {
    return change(name, (old, now) -> old.without(kind, part)).replaceWithVoid();
  }

  Uni<Void> removeAll(String name, PartKind<?> kind) {
    return change(name, (old, now) -> old.withoutAll(kind)).replaceWithVoid();
  }
}
