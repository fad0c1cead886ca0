package io.vitrine.gateway.door;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.gateway.exchange.SplicedBytes;
import io.vitrine.identity.RequestIds;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** One line per request: method, path, status, bytes sent, milliseconds, request id. */
final class AccessLog {
  private static final Logger LOG = Logger.getLogger("io.vitrine.gateway.access");

  /** What other proxies write, too, for a client that did not wait for its answer. */
  private static final int CLIENT_LEFT = 499;

  private AccessLog() {}

  static void watch(RoutingContext routing, String path) {
    if (LOG.isInfoEnabled()) {
      long start = System.nanoTime();
      routing.addEndHandler(ended -> write(routing, path, start, ended.succeeded()));
    }
  }

  private static void write(RoutingContext routing, String path, long start, boolean whole) {
    HttpServerRequest request = routing.request();
    LOG.infof(
        "%s %s %d %d %d %s%s",
        printable(request.method().name()),
        printable(path),
        routing.response().headWritten() ? routing.response().getStatusCode() : CLIENT_LEFT,
        routing.response().bytesWritten() + SplicedBytes.of(routing),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
        RequestIds.of(routing),
        whole ? "" : " broken-off");
  }

  /** The path is the client's: it must not be able to write lines of its own. */
  private static String printable(String text) {
    return text.replaceAll("[^\\x21-\\x7e]", "?");
  }
}
