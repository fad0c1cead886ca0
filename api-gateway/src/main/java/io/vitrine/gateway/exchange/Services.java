package io.vitrine.gateway.exchange;

import io.netty.channel.ConnectTimeoutException;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.events.Cause;
import io.vitrine.gateway.authentication.Admission;
import io.vitrine.gateway.download.DownloadFacts;
import io.vitrine.gateway.platform.GatewayConfig;
import io.vitrine.gateway.route.Destination;
import io.vitrine.gateway.route.Service;
import io.vitrine.handover.HandOver;
import io.vitrine.identity.RequestIds;
import io.vitrine.problem.RequestProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.ConnectException;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/** The services behind the gateway, each with its own connections. */
@ApplicationScoped
public class Services {
  private static final Logger LOG = Logger.getLogger(Services.class);
  private static final int CHUNK = 64 * 1024;

  /** Addresses are drawn by lot: of two, the same six times in a row is rare. */
  private static final int OTHER_ADDRESSES = 5;

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
  private final DownloadFacts downloads;
  private final Map<Service, HttpClient> clients = new EnumMap<>(Service.class);

  Services(
      Vertx vertx,
      GatewayConfig config,
      Answers answers,
      StoreReader stores,
      DownloadFacts downloads) {
    this.downloads = downloads;
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
    RequestOptions options =
        options(call.service(), methodOf(request), target(request, call))
            .setHeaders(RequestHeaders.of(request, admission, RequestIds.of(routing)));
    if (Exchange.takesHandOver(config.gateway(), call.service(), request)) {
      options.putHeader(HandOver.OFFER, "yes");
    }
    ResponseHeaders responseHeaders = new ResponseHeaders(base, publicUrl, challenge);
    Exchange exchange =
        new Exchange(
            vertx,
            config.gateway(),
            answers,
            stores,
            call.service(),
            request,
            responseHeaders,
            () -> connect(call.service(), options, OTHER_ADDRESSES));
    SplicedBytes.count(routing, exchange::splicedBytes);
    routing.addEndHandler(ended -> {
      if (ended.failed()) {
        exchange.clientGone();
      }
      Cause cause = new Cause(RequestIds.of(routing), admission.userId(), admission.project());
      exchange.download(ended.succeeded()).ifPresent(fact -> downloads.tell(fact, cause));
    });
    exchange.start();
  }

  /**
   * Asks the registry something in the caller's name, for the gateway's own use: as JSON, without
   * the request's conditions and body. Fails with {@link RequestProblem.Unavailable}.
   *
   * @param target path and query
   * @param admission the verified tokens
   */
  public Future<Reply> ask(RoutingContext routing, String target, Admission admission) {
    RequestOptions options =
        options(Service.REGISTRY, HttpMethod.GET, target)
            .setIdleTimeout(config.gateway().answerTimeout().toMillis())
            .setHeaders(
                RequestHeaders.ofQuestion(routing.request(), admission, RequestIds.of(routing)));
    return connect(Service.REGISTRY, options, OTHER_ADDRESSES)
        .compose(HttpClientRequest::send)
        .compose(Reply::read)
        .recover(failure -> {
          // Who asks again and again decides whether this is worth a line.
          LOG.debugf("The registry gave no answer: %s", failure);
          return Future.failedFuture(unreachable(Service.REGISTRY).asException());
        });
  }

  static RequestProblem.Unavailable unreachable(Service service) {
    return new RequestProblem.Unavailable(
        "The %s cannot be reached at the moment. Please try again.".formatted(service.title()));
  }

  /** Path and query of a request, as the service knows them. */
  public static String target(HttpServerRequest request, Destination.Call call) {
    String query = request.query();
    return query == null ? call.path() : call.path() + "?" + query;
  }

  private static HttpMethod methodOf(HttpServerRequest request) {
    return USED.contains(request.method()) ? request.method() : HttpMethod.OPTIONS;
  }

  private RequestOptions options(Service service, HttpMethod method, String target) {
    URI base = config.routes().of(service);
    return new RequestOptions()
        .setMethod(method)
        .setHost(base.getHost())
        .setSsl("https".equals(base.getScheme()))
        .setPort(portOf(base))
        .setURI(target)
        .setConnectTimeout(config.gateway().connectTimeout().toMillis());
  }

  /**
   * Begins a request. One of the addresses behind a name may be of a replica that starts just now
   * or has gone. Nothing has been sent to it, so the request may go to another one.
   */
  private Future<HttpClientRequest> connect(
      Service service, RequestOptions options, int triesLeft) {
    return client(service)
        .request(options)
        .recover(failure ->
            triesLeft > 0 && isRefused(failure)
                ? connect(service, options, triesLeft - 1)
                : Future.failedFuture(failure));
  }

  /** At once: what takes as long as a connection may, is not tried again. */
  private static boolean isRefused(Throwable failure) {
    return failure instanceof ConnectException && !(failure instanceof ConnectTimeoutException);
  }

  private HttpClient client(Service service) {
    HttpClient client = clients.get(service);
    if (client == null) {
      throw new IllegalStateException("No client for " + service);
    }
    return client;
  }

  /** Gives the client what a service replied. */
  public void relay(
      Reply reply,
      RoutingContext routing,
      Destination.Call call,
      String publicUrl,
      String challenge) {
    HttpServerResponse response = routing.response();
    response.setStatusCode(reply.status());
    new ResponseHeaders(config.routes().of(call.service()), publicUrl, challenge)
        .copy(reply.status(), reply.headers(), response);
    response.end(reply.body());
  }

  private static int portOf(URI base) {
    if (base.getPort() >= 0) {
      return base.getPort();
    }
    return "https".equals(base.getScheme()) ? 443 : 80;
  }
}
