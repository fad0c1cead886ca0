package io.vitrine.identity;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * What happens to every request before anything else, in this order: it gets its id, then
 * OpenStack's token header becomes the standard one. Both come before Quarkus authenticates
 * (priority 200).
 */
public class RequestFilters {
  private static final int REQUEST_ID = 1_000;
  private static final int TOKEN_HEADER = 900;

  void register(@Observes Filters filters) {
    filters.register(RequestFilters::identify, REQUEST_ID);
    filters.register(RequestFilters::moveToken, TOKEN_HEADER);
  }

  private static void identify(RoutingContext request) {
    String id = RequestIds.accept(request.request().getHeader(RequestIds.HEADER));
    RequestIds.set(request, id);
    MDC.put(RequestIds.LOG_KEY, id);
    request.addHeadersEndHandler(
        ignored -> request.response().headers().set(RequestIds.HEADER, id));
    request.next();
  }

  private static void moveToken(RoutingContext request) {
    @Nullable String token = request.request().getHeader("X-Auth-Token");
    if (token != null) {
      request.request().headers().set("Authorization", "Bearer " + token);
    }
    request.next();
  }
}
