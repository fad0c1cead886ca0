package io.vitrine.gateway.document;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** {@code GET /q/asyncapi/asyncapi.yaml}, and beside it the schemas that it refers to. */
@ApplicationScoped
public class EventsRoute {
  private static final String PATH = "/q/asyncapi/";

  /** Before what Quarkus serves below /q. */
  private static final int ORDER = 2;

  private final EventsDocument document = EventsDocument.read();

  void register(@Observes Router router) {
    document
        .files()
        .forEach((name, text) -> {
          router.get(PATH + name).order(ORDER).handler(giving(name, text));
          router.head(PATH + name).order(ORDER).handler(giving(name, text));
        });
  }

  private static Handler<RoutingContext> giving(String name, String text) {
    String type = name.endsWith(".yaml") ? "application/yaml" : "application/schema+json";
    return routing -> routing.response().putHeader(HttpHeaders.CONTENT_TYPE, type).end(text);
  }
}
