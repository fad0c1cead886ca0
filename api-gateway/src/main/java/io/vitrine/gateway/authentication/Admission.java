package io.vitrine.gateway.authentication;

import java.time.Instant;
import java.util.Optional;

/**
 * A request that may go on.
 *
 * @param token the caller's, or a voucher for him
 * @param serviceToken of the service that goes on with the caller's work
 * @param userId of the caller, also where a service goes on with his work
 * @param project the one it acts for; where its token leaves that open, its user in place of one
 * @param byService whether a service acts there, on nobody's behalf
 * @param expiresAt when it would not go on any more
 */
public record Admission(
    String token,
    Optional<String> serviceToken,
    String userId,
    String project,
    boolean byService,
    Instant expiresAt) {
  Admission(String token, String userId, String project, boolean byService, Instant expiresAt) {
    this(token, Optional.empty(), userId, project, byService, expiresAt);
  }

  Admission with(String verifiedServiceToken) {
    return new Admission(
        token, Optional.of(verifiedServiceToken), userId, project, byService, expiresAt);
  }

  @Override
  public String toString() {
    return "Admission[project=" + project + "]";
  }
}
