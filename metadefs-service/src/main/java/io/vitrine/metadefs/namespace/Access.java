package io.vitrine.metadefs.namespace;

import io.vitrine.identity.Caller;
import io.vitrine.identity.Role;
import java.util.Optional;

/**
 * Who may do what with namespaces: admins everything, readers look at what is public or their
 * project's. A namespace that a caller may not see does not exist for that caller.
 */
public final class Access {
  private Access() {}

  static Viewer viewerForList(Caller caller) {
    requireReader(caller);
    return viewer(caller);
  }

  static void requireReader(Caller caller) {
    if (!caller.has(Role.READER)) {
      throw refused();
    }
  }

  static Namespace seen(Optional<Namespace> found, NamespaceName name, Caller caller) {
    return found
        .filter(namespace -> caller.has(Role.READER))
        .filter(namespace -> namespace.isVisibleTo(viewer(caller)))
        .orElseThrow(() -> new NamespaceProblem.Missing(name.text()).asException());
  }

  public static void requireWriter(Caller caller) {
    if (!isWriter(caller)) {
      throw refused();
    }
  }

  static boolean isWriter(Caller caller) {
    return caller.isAdmin();
  }

  private static Viewer viewer(Caller caller) {
    return new Viewer(caller.projectId(), caller.isAdmin());
  }

  static RuntimeException refused() {
    return new NamespaceProblem.NotAllowed("You are not authorized to complete this action.")
        .asException();
  }
}
