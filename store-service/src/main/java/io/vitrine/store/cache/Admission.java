package io.vitrine.store.cache;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which reads make an image hot. For one thread at a time. */
public final class Admission {
  private static final Duration MEMORY = Duration.ofHours(1);
  private static final int REMEMBERED = 10_000;

  /** When a read counts. */
  public enum When {
    /** At once. */
    FIRST,
    /** When it is the second one within an hour. */
    SECOND
  }

  private final When when;
  private final Clock clock;
  private final Map<String, Instant> seen =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };

  public Admission(When when, Clock clock) {
    this.when = when;
    this.clock = clock;
  }

  /** Whether bytes of this hash, which are read now, are hot. */
  boolean admits(String hash) {
    if (when == When.FIRST) {
      return true;
    }
    Instant now = clock.instant();
    Instant before = seen.remove(hash);
    if (before != null && before.plus(MEMORY).isAfter(now)) {
      return true;
    }
    seen.put(hash, now);
    return false;
  }
}
