package io.vitrine.gateway.identity;

import io.vitrine.identity.Role;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A password for a machine: acts for its owner, in one project, with some of the owner's roles
 * there.
 *
 * @param roles as granted, without the implied ones
 * @param unrestricted whether its tokens may make further credentials
 */
public record ApplicationCredential(
    String id,
    String name,
    String description,
    String ownerId,
    String projectId,
    Set<Role> roles,
    boolean unrestricted,
    Optional<Instant> expiresAt) {

  public ApplicationCredential {
    roles = Set.copyOf(roles);
  }

  /** The end of something that ends with the credential at the latest. */
  Instant capped(Instant end) {
    return expiresAt.filter(term -> term.isBefore(end)).orElse(end);
  }

  public boolean isExpired(Instant now) {
    return expiresAt.filter(end -> !now.isBefore(end)).isPresent();
  }
}
