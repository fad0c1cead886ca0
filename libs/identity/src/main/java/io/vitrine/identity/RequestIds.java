package io.vitrine.identity;

import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id that follows a request through every reply, log line and event. */
public final class RequestIds {
  public static final String HEADER = "X-Openstack-Request-Id";

  /** The key in log lines. */
  public static final String LOG_KEY = "requestId";

  private static final String ATTRIBUTE = RequestIds.class.getName();
  private static final int MAX_LENGTH = 64;
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9._-]+");

  private RequestIds() {}

  /**
   * The id to use: the incoming one, with the usual prefix; a new one where there is none or where
   * it could not be repeated in a header or log line as it is.
   */
  public static String accept(@Nullable String incoming) {
    if (incoming == null || !SAFE.matcher(incoming).matches()) {
      return "req-" + UUID.randomUUID();
    }
    String prefixed = incoming.startsWith("req-") ? incoming : "req-" + incoming;
    return prefixed.length() > MAX_LENGTH ? "req-" + UUID.randomUUID() : prefixed;
  }

  /** The id of work that has an id of another kind: that one, as far as it can be repeated. */
  public static String derivedFrom(String other) {
    String prefixed = "req-" + other;
    return SAFE.matcher(prefixed).matches() && prefixed.length() <= MAX_LENGTH
        ? prefixed
        : "req-" + UUID.nameUUIDFromBytes(other.getBytes(StandardCharsets.UTF_8));
  }

  /** The id of a request that has passed the {@link RequestFilters}. */
  public static String of(RoutingContext request) {
    String id = request.get(ATTRIBUTE);
    return id == null ? accept(null) : id;
  }

  static void set(RoutingContext request, String id) {
    request.put(ATTRIBUTE, id);
  }
}
