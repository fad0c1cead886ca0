package io.vitrine.outbox;

import io.vitrine.events.Cause;
import io.vitrine.identity.Caller;
import io.vitrine.identity.RequestIds;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** What is behind the facts of the work at hand: it goes with it, as the context of log lines. */
public final class CurrentCause {
  private CurrentCause() {}

  public static Cause get() {
    return new Cause(
        (String) MDC.get(RequestIds.LOG_KEY),
        (String) MDC.get(Caller.USER_LOG_KEY),
        (String) MDC.get(Caller.PROJECT_LOG_KEY));
  }

  /** What is done from now on is done because of that, and of nothing else. */
  public static void set(Cause cause) {
    put(RequestIds.LOG_KEY, cause.requestId());
    put(Caller.USER_LOG_KEY, cause.userId());
    put(Caller.PROJECT_LOG_KEY, cause.projectId());
  }

  private static void put(String key, @Nullable String value) {
    if (value == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, value);
    }
  }
}
