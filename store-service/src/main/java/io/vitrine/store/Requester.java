package io.vitrine.store;

import io.vitrine.identity.Caller;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf a request is made, as the registry is to see it.
 *
 * @param token the user's access token
 * @param project the project that the user asked for, where the token leaves a choice
 * @param caller who that is, by the verified token
 */
public record Requester(String token, @Nullable String project, Caller caller, String requestId) {

  @Override
  public String toString() {
    return "Requester[token=***, project=%s, requestId=%s]".formatted(project, requestId);
  }
}
