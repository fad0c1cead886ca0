package io.vitrine.identity;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The role assignments in a token: for each project the roles held there, and those held on the
 * system as a whole. They come from Keycloak's group paths {@code /projects/<project>/<role>} and
 * {@code /system/<role>}; other groups mean nothing here.
 */
public record Assignments(Map<String, Set<Role>> rolesByProject, Set<Role> systemRoles) {
  /** The claim that holds the group paths. */
  public static final String CLAIM = "projects";

  public Assignments {
    rolesByProject = Collections.unmodifiableMap(new TreeMap<>(rolesByProject));
    systemRoles = Set.copyOf(systemRoles);
  }

  public static Assignments of(Collection<String> groupPaths) {
    Map<String, Set<Role>> projects = new TreeMap<>();
    Set<Role> system = EnumSet.noneOf(Role.class);
    for (String path : groupPaths) {
      String[] parts = path.split("/", -1);
      if (parts.length == 4 && parts[0].isEmpty() && parts[1].equals("projects")) {
        Role.named(parts[3])
            .ifPresent(role ->
                projects
                    .computeIfAbsent(parts[2], project -> EnumSet.noneOf(Role.class))
                    .addAll(role.withImplied()));
      } else if (parts.length == 3 && parts[0].isEmpty() && parts[1].equals("system")) {
        Role.named(parts[2]).ifPresent(role -> system.addAll(role.withImplied()));
      }
    }
    return new Assignments(projects, system);
  }

  public Set<Role> rolesIn(String projectId) {
    return rolesByProject.getOrDefault(projectId, Set.of());
  }

  /** Whether all that the other one has is here, too. */
  public boolean include(Assignments other) {
    return systemRoles.containsAll(other.systemRoles)
        && other.rolesByProject.entrySet().stream()
            .allMatch(held -> rolesIn(held.getKey()).containsAll(held.getValue()));
  }

  /**
   * The project a request acts for: the one the token is scoped to; without such a scope the one it
   * asks for, if the token has it, or the only one there is.
   */
  public Scope scope(TokenScope tokenScope, @Nullable String requestedProject) {
    return switch (tokenScope) {
      case TokenScope.Open() -> open(requestedProject);
      case TokenScope.ToProject(String project)
          when requestedProject == null || requestedProject.equals(project) ->
          open(project);
      case TokenScope.ToProject(String project) ->
          new Scope.Denied("The token is scoped to another project than " + requestedProject + ".");
      case TokenScope.Unscoped() -> new Scope.Elsewhere("The token is not scoped to a project.");
      case TokenScope.ToSystem() -> new Scope.Elsewhere("The token is scoped to the system.");
    };
  }

  private Scope open(@Nullable String requestedProject) {
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

    /** The token, or what the request asks of it, names no project that it has. */
    record Denied(String reason) implements Scope {}

    /**
     * The token is for something that is no project, on purpose: no other sign-in is called for.
     */
    record Elsewhere(String reason) implements Scope {}
  }
}
