package io.vitrine.store;

import org.jspecify.annotations.Nullable;

/**
 * On whose behalf a request is made, as the registry is to see it.
 *
 * @param token the user's access token
 * @param project the project that the user asked for, where the token leaves a choice
 */
public record Requester(String token, @Nullable String project, String requestId) {

  @Override
  public String toString() {
    return "Requester[token=***, project=%s, requestId=%s]".formatted(project, requestId);
  }
}
