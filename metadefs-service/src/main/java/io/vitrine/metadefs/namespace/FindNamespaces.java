package io.vitrine.metadefs.namespace;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds whole namespaces among those that the caller sees. */
@ApplicationScoped
public class FindNamespaces {
  private final Namespaces namespaces;

  public FindNamespaces(Namespaces namespaces) {
    this.namespaces = namespaces;
  }

  /** Fails with {@link NamespaceProblem.Missing} if any of them is not there. */
  public Uni<List<Namespace>> named(Caller caller, Collection<NamespaceName> names) {
    return namespaces
        .named(Access.viewerForList(caller), names)
        .invoke(found -> refuseMissing(names, found));
  }

  public Uni<List<Namespace>> associatedWith(Caller caller, String resourceType) {
    return namespaces.associatedWith(Access.viewerForList(caller), resourceType);
  }

  private static void refuseMissing(Collection<NamespaceName> wanted, List<Namespace> found) {
    Set<NamespaceName> there =
        found.stream().map(Namespace::name).collect(Collectors.toUnmodifiableSet());
    wanted.stream()
        .filter(name -> !there.contains(name))
        .findFirst()
        .ifPresent(missing -> {
          throw new NamespaceProblem.Missing(missing.text()).asException();
        });
  }
}
