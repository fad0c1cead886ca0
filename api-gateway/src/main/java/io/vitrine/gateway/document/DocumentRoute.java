package io.vitrine.gateway.document;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/** {@code GET /q/openapi}: as JSON, or as it is written for who asks for YAML. */
@ApplicationScoped
public class DocumentRoute {
  static final String PATH = "/q/openapi";

  /** Before what Quarkus serves below /q. */
  private static final int ORDER = 2;

  private final ApiDocument document = ApiDocument.read();
  private final String json = document.json();

  void register(@Observes Router router) {
    router.get(PATH).order(ORDER).handler(this::give);
    router.head(PATH).order(ORDER).handler(this::give);
  }

  private void give(RoutingContext routing) {
    boolean yaml = wantsYaml(routing.request());
    routing
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, yaml ? "application/yaml" : "application/json")
        .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .end(yaml ? document.yaml() : json);
  }

  private static boolean wantsYaml(HttpServerRequest request) {
    @Nullable String format = request.getParam("format");
    @Nullable String accept = request.getHeader(HttpHeaders.ACCEPT);
    return format == null
        ? accept != null && accept.contains("yaml")
        : format.equalsIgnoreCase("yaml");
  }
}
