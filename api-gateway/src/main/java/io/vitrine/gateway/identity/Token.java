package io.vitrine.gateway.identity;

import io.vitrine.identity.Assignments;
import io.vitrine.identity.Role;
import io.vitrine.identity.TokenScope;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A token of the realm, read.
 *
 * @param text as clients carry it
 * @param id its {@code jti}
 * @param sessionId the sign-in it comes from; none for a service's own token
 * @param userId for an application credential its owner
 * @param loginName Keycloak's name of who signed in; for an application credential its own
 * @param clientId the Keycloak client it was issued to
 * @param rescoped whether it was got for another token
 */
public record Token(
    String text,
    String id,
    Optional<String> sessionId,
    String userId,
    String loginName,
    String clientId,
    Assignments assignments,
    TokenScope scope,
    boolean rescoped,
    Optional<String> applicationCredential,
    Optional<String> defaultProject,
    Instant issuedAt,
    Instant expiresAt) {

  /** The project it is scoped to; none if unscoped, for the system, or undecided among several. */
  public Optional<String> projectId() {
    return assignments.scope(scope, null) instanceof Assignments.Scope.Granted granted
        ? Optional.of(granted.projectId())
        : Optional.empty();
  }

  public boolean isForSystem() {
    return scope instanceof TokenScope.ToSystem;
  }

  /** The roles within its scope, implied ones included. */
  public Set<Role> roles() {
    return isForSystem()
        ? assignments.systemRoles()
        : projectId().map(assignments::rolesIn).orElse(Set.of());
  }

  public boolean isExpired(Instant now) {
    return !now.isBefore(expiresAt);
  }

  @Override
  public String toString() {
    return "Token[id=" + id + ", user=" + userId + "]";
  }
}
