package io.vitrine.gateway.exchange;

import io.vertx.ext.web.RoutingContext;
import java.util.function.LongSupplier;

/** How much of an answer went to the client past its {@code HttpServerResponse}. */
public final class SplicedBytes {
  private static final String ATTRIBUTE = SplicedBytes.class.getName();

  private SplicedBytes() {}

  /** Bytes that {@code bytesWritten} does not count; more of them until the answer ends. */
  public static long of(RoutingContext routing) {
    LongSupplier count = routing.get(ATTRIBUTE);
    return count == null ? 0 : count.getAsLong();
  }

  static void count(RoutingContext routing, LongSupplier count) {
    routing.put(ATTRIBUTE, count);
  }
}
