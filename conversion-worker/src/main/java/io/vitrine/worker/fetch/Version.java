package io.vitrine.worker.fetch;

import java.time.Duration;
import java.util.Date;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Which version of a source it is, as its server says. Only bytes of one version are joined.
 *
 * @param tag a strong entity tag, or when the source was last modified; null where neither is known
 *     well enough
 * @param size in bytes, or {@link #UNKNOWN}
 */
record Version(@Nullable String tag, long size) {
  static final long UNKNOWN = -1;

  /** Before anything is known. */
  static final Version NONE = new Version(null, UNKNOWN);

  /** A source that changed so short a time ago may have changed twice at that time (RFC 9110). */
  private static final Duration SETTLED = Duration.ofMinutes(1);

  private static final String ENTITY_TAG = "ETag";
  private static final String MODIFIED = "Last-Modified";

  static Version of(Response whole) {
    return new Version(tag(whole), whole.body().contentLength());
  }

  private static @Nullable String tag(Response answer) {
    String tag = answer.header(ENTITY_TAG);
    if (tag != null && tag.startsWith("\"")) {
      return tag;
    }
    Date modified = answer.headers().getDate(MODIFIED);
    Date sent = answer.headers().getDate("Date");
    boolean settled =
        modified != null
            && sent != null
            && !modified.toInstant().plus(SETTLED).isAfter(sent.toInstant());
    return settled ? answer.header(MODIFIED) : null;
  }

  /** Not every server heeds If-Range. */
  boolean isOf(Response part) {
    return tag != null && tag.equals(part.header(tag.startsWith("\"") ? ENTITY_TAG : MODIFIED));
  }

  Version withSize(long known) {
    return new Version(tag, known);
  }
}
