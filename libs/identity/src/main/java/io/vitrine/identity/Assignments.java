package io.vitrine.identity;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The role assignments in a token: for each project the roles held there. They come from Keycloak's
 * group paths {@code /projects/<project>/<role>}; other groups mean nothing here.
 */
public record Assignments(Map<String, Set<Role>> rolesByProject) {
  /** The claim that holds the group paths. */
  public static final String CLAIM = "projects";

  public Assignments {
    rolesByProject = Collections.unmodifiableMap(new TreeMap<>(rolesByProject));
  }

  public static Assignments of(Collection<String> groupPaths) {
    Map<String, Set<Role>> roles = new TreeMap<>();
    for (String path : groupPaths) {
      String[] parts = path.split("/", -1);
      if (parts.length == 4 && parts[0].isEmpty() && parts[1].equals("projects")) {
        Role.named(parts[3])
            .ifPresent(role ->
                roles
                    .computeIfAbsent(parts[2], project -> EnumSet.noneOf(Role.class))
                    .addAll(role.withImplied()));
      }
    }
    return new Assignments(roles);
  }

  /**
   * The project a request acts for: the one it asks for, if the token has it, or the only one there
   * is.
   */
  public Scope scope(@Nullable String requestedProject) {
    if (requestedProject != null) {
      Set<Role> roles = rolesByProject.get(requestedProject);
      return roles == null
          ? new Scope.Denied("The token has no role in project " + requestedProject + ".")
          : new Scope.Granted(requestedProject, roles);
    }
    return switch (rolesByProject.size()) {
      case 0 -> new Scope.Denied("The token has no role in any project.");
      case 1 -> {
        var only = rolesByProject.entrySet().iterator().next();
        yield new Scope.Granted(only.getKey(), only.getValue());
      }
      default ->
          new Scope.Denied(
              "The token spans several projects: name one of them in the X-Project-Id header.");
    };
  }

  /** The outcome of choosing a project. */
  public sealed interface Scope {
    record Granted(String projectId, Set<Role> roles) implements Scope {}

    record Denied(String reason) implements Scope {}
  }
}
