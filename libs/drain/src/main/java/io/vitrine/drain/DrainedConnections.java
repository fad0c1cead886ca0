package io.vitrine.drain;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Lets go of the connections of a service that is about to stop, each with its next answer.
 *
 * <p>New connections already go to other replicas then, since this one is no longer ready; but a
 * client that keeps its connections would go on with them until the end of {@code
 * quarkus.shutdown.delay}, and have requests on their way when they are closed.
 */
@ApplicationScoped
class DrainedConnections {
  /** Before all that may answer. */
  private static final int FIRST = 10_000;

  private volatile boolean stopping;

  void register(@Observes Filters filters) {
    filters.register(this::announce, FIRST);
  }

  void stop(@Observes ShutdownDelayInitiatedEvent event) {
    stopping = true;
  }

  private void announce(RoutingContext routing) {
    if (stopping && routing.request().version() != HttpVersion.HTTP_2) {
      routing.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    routing.next();
  }
}
