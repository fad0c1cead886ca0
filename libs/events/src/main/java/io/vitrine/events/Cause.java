package io.vitrine.events;

import org.jspecify.annotations.Nullable;

/**
 * Who and what is behind a fact: the request that led to it, and the user who made it. What a
 * service does by itself, at a lease's end for instance, has no user.
 *
 * @param requestId as in {@code X-Openstack-Request-Id}
 * @param userId Keycloak's id of the user
 * @param projectId the project that the user acted for, which need not be the owner's
 */
public record Cause(
    @Nullable String requestId, @Nullable String userId, @Nullable String projectId) {
  public static final Cause NONE = new Cause(null, null, null);

  /** Where the user is not known. */
  public static Cause request(@Nullable String requestId) {
    return new Cause(requestId, null, null);
  }
}
