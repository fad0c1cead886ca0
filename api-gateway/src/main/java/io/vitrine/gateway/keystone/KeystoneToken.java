package io.vitrine.gateway.keystone;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What Keystone says of a token.
 *
 * @param projectId empty where the token has another scope than a project, or none
 * @param roles names of roles, as Keystone spells them
 * @param accessRules of an application credential that has some; an empty list allows nothing
 */
public record KeystoneToken(
    String userId,
    String userName,
    Optional<String> projectId,
    List<String> roles,
    Instant expiresAt,
    Optional<List<AccessRule>> accessRules) {
  public KeystoneToken {
    roles = List.copyOf(roles);
    accessRules = accessRules.map(List::copyOf);
  }

  /** Whether the access rules, if there are any, allow this call. */
  public boolean allows(String service, String method, String path) {
    return accessRules
        .map(rules -> rules.stream().anyMatch(rule -> rule.allows(service, method, path)))
        .orElse(true);
  }
}
