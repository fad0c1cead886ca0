package io.vitrine.metadefs.namespace;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Lists all resource types that are known. */
@ApplicationScoped
public class ListResourceTypes {
  private final Namespaces namespaces;

  public ListResourceTypes(Namespaces namespaces) {
    this.namespaces = namespaces;
  }

  public Uni<List<ResourceType>> list(Caller caller) {
    Access.requireReader(caller);
    return namespaces.resourceTypes();
  }
}
