package io.vitrine.identity;

import java.util.HashSet;
import java.util.Set;

/**
 * The one who asks, as a verified token says it.
 *
 * @param userId Keycloak's id of the user ({@code sub})
 * @param projectId the project the request acts for
 * @param roles the roles held in that project, implied ones included
 */
public record Caller(String userId, String projectId, Set<Role> roles) {

  /** The keys in log lines. */
  public static final String USER_LOG_KEY = "userId";

  public static final String PROJECT_LOG_KEY = "projectId";

  public Caller {
    roles = Set.copyOf(roles);
  }

  public boolean has(Role role) {
    return roles.contains(role);
  }

  public Caller with(Role role) {
    Set<Role> more = new HashSet<>(roles);
    more.add(role);
    return new Caller(userId, projectId, more);
  }

  public boolean isAdmin() {
    return has(Role.ADMIN);
  }
}
