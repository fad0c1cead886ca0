package io.vitrine.metadefs.namespace.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as clients see them: to the second. */
final class TimeText {
  private TimeText() {}

  static String of(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
