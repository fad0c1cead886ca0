package io.vitrine.gateway.exchange;

import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.gateway.authentication.Admission;
import io.vitrine.gateway.platform.GatewayConfig;
import io.vitrine.gateway.route.Destination;
import io.vitrine.gateway.route.Service;
import io.vitrine.handover.HandOver;
import io.vitrine.identity.RequestIds;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** The services behind the gateway, each with its own connections. */
@ApplicationScoped
public class Services {
  private static final int CHUNK = 64 * 1024;

  /** Shorter than the services', so that no request meets a connection that is just closing. */
  private static final int KEEP_ALIVE_SECONDS = 30;

  /** No path has any of the others. A service that is asked by OPTIONS refuses as it should. */
  private static final Set<HttpMethod> USED =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.POST,
          HttpMethod.PUT,
          HttpMethod.DELETE,
          HttpMethod.PATCH);

  private final Vertx vertx;
  private final GatewayConfig config;
  private final Answers answers;
  private final StoreReader stores;
  private final Map<Service, HttpClient> clients = new EnumMap<>(Service.class);

  Services(Vertx vertx, GatewayConfig config, Answers answers, StoreReader stores) {
    this.vertx = vertx;
    this.stores = stores;
    this.config = config;
    this.answers = answers;
    HttpClientOptions options =
        new HttpClientOptions()
            .setMaxPoolSize(config.gateway().maxConnections())
            .setConnectTimeout((int) config.gateway().connectTimeout().toMillis())
            .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
            .setMaxChunkSize(CHUNK)
            .setMaxHeaderSize(CHUNK);
    for (Service service : Service.values()) {
      clients.put(service, vertx.createHttpClient(options));
    }
  }

  void stop(@Observes ShutdownEvent event) {
    clients.values().forEach(HttpClient::close);
  }

  /**
   * Hands the request on.
   *
   * @param admission the verified tokens
   * @param publicUrl under which the client knows this gateway
   * @param challenge what a 401 says in {@code WWW-Authenticate}
   */
  public void pass(
      RoutingContext routing,
      Destination.Call call,
      Admission admission,
      String publicUrl,
      String challenge) {
    HttpServerRequest request = routing.request();
    URI base = config.routes().of(call.service());
    String query = request.query();
    RequestOptions options =
        new RequestOptions()
            .setMethod(USED.contains(request.method()) ? request.method() : HttpMethod.OPTIONS)
            .setHost(base.getHost())
            .setSsl("https".equals(base.getScheme()))
            .setPort(portOf(base))
            .setURI(query == null ? call.path() : call.path() + "?" + query)
            .setConnectTimeout(config.gateway().connectTimeout().toMillis())
            .setHeaders(RequestHeaders.of(request, admission, RequestIds.of(routing)));
    if (Exchange.takesHandOver(config.gateway(), call.service(), request)) {
      options.putHeader(HandOver.OFFER, "yes");
    }
    ResponseHeaders responseHeaders = new ResponseHeaders(base, publicUrl, challenge);
    Exchange exchange =
        new Exchange(
            vertx, config.gateway(), answers, stores, call.service(), request, responseHeaders);
    SplicedBytes.count(routing, exchange::splicedBytes);
    routing.addEndHandler(ended -> {
      if (ended.failed()) {
        exchange.clientGone();
      }
    });
    HttpClient client = clients.get(call.service());
    if (client == null) {
      throw new IllegalStateException("No client for " + call.service());
    }
    exchange.start(() -> client.request(options));
  }

  private static int portOf(URI base) {
    if (base.getPort() >= 0) {
      return base.getPort();
    }
    return "https".equals(base.getScheme()) ? 443 : 80;
  }
}
