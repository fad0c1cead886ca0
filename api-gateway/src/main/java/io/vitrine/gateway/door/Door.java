package io.vitrine.gateway.door;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.quarkus.security.AuthenticationFailedException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.gateway.authentication.Admission;
import io.vitrine.gateway.authentication.Authentication;
import io.vitrine.gateway.exchange.Answers;
import io.vitrine.gateway.exchange.Services;
import io.vitrine.gateway.limit.RateLimits;
import io.vitrine.gateway.limit.Ruling;
import io.vitrine.gateway.live.LiveStreams;
import io.vitrine.gateway.platform.PublicUrl;
import io.vitrine.gateway.route.Destination;
import io.vitrine.gateway.route.Routes;
import io.vitrine.gateway.version.ApiVersions;
import io.vitrine.identity.RequestIds;
import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import io.vitrine.problem.RequestProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Objects;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * What happens to every request, in this order: request id and token header (the identity library),
 * access log, where to, who, how often, and on its way. Nothing of a body is read before all is
 * decided.
 */
@ApplicationScoped
public class Door {
  private static final Logger LOG = Logger.getLogger(Door.class);
  private static final String JSON = "application/json";
  private static final String DOCUMENT = "/q/openapi";
  private static final String EVENTS = "/q/asyncapi/";
  private static final String HEALTH = "/q/health";
  private static final int MAX_REQUEST_ID = 64;

  /** Where Quarkus looks for it when the request's span ends. */
  private static final String ROUTE = "UrlPathTemplate";

  /** Behind Quarkus' filters (negative orders), before anything else it may serve. */
  private static final int ORDER = 1;

  /** All that HTTP has, not only what is used here. */
  private static final Set<HttpMethod> METHODS = Set.copyOf(HttpMethod.values());

  private final Vertx vertx;
  private final Services services;
  private final Answers answers;
  private final Authentication authentication;
  private final RateLimits limits;
  private final PublicUrl publicUrl;
  private final LiveStreams streams;
  private final Counter refusedTokens;
  private final Counter unverifiableTokens;

  public Door(
      Vertx vertx,
      Services services,
      Answers answers,
      Authentication authentication,
      RateLimits limits,
      PublicUrl publicUrl,
      LiveStreams streams,
      MeterRegistry meters) {
    this.vertx = vertx;
    this.services = services;
    this.answers = answers;
    this.authentication = authentication;
    this.limits = limits;
    this.publicUrl = publicUrl;
    this.streams = streams;
    this.refusedTokens = meters.counter("vitrine.tokens.refused", "cause", "invalid");
    this.unverifiableTokens = meters.counter("vitrine.tokens.refused", "cause", "unverifiable");
  }

  void register(@Observes Router router) {
    router.route().order(ORDER).handler(this::enter);
  }

  private void enter(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    String path = Objects.requireNonNullElse(request.path(), "");
    if (isForAnyone(path)) {
      routing.next();
      return;
    }
    AccessLog.watch(routing, path);
    request.pause();
    String id = request.getHeader(RequestIds.HEADER);
    if (id != null && id.length() > MAX_REQUEST_ID) {
      answers.refuse(
          request,
          ProblemKind.BAD_REQUEST,
          "%s is longer than %d characters.".formatted(RequestIds.HEADER, MAX_REQUEST_ID));
      return;
    }
    if (!METHODS.contains(request.method())) {
      answers.refuse(request, ProblemKind.NOT_IMPLEMENTED, "The method is not implemented.");
      return;
    }
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    switch (Routes.destination(path, accept)) {
      case Destination.Root() -> read(request, () -> giveVersions(request, 300));
      case Destination.VersionChoice() -> giveVersions(request, 300);
      case Destination.VersionList() -> read(request, () -> giveVersions(request, 200));
      case Destination.VersionRoot() ->
          read(request, () -> answers.redirect(request, publicUrl.of(request) + "/v2/"));
      case Destination.Healthcheck() ->
          read(request, () -> answers.give(request, 200, "text/plain", "OK"));
      case Destination.Identity() -> {
        request.resume();
        routing.next();
      }
      case Destination.Nowhere() ->
          answers.refuse(request, ProblemKind.NOT_FOUND, "The resource could not be found.");
      case Destination.Call call -> {
        name(call);
        authenticate(routing, call);
      }
    }
  }

  /** What is served beside the API. */
  private static boolean isForAnyone(String path) {
    return path.equals(DOCUMENT)
        || path.startsWith(EVENTS)
        || path.equals(HEALTH)
        || path.startsWith(HEALTH + "/");
  }

  private void read(HttpServerRequest request, Runnable answer) {
    if (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD)) {
      answer.run();
      return;
    }
    request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
    answers.refuse(
        request, ProblemKind.METHOD_NOT_ALLOWED, "The method is not allowed on this path.");
  }

  private void giveVersions(HttpServerRequest request, int status) {
    answers.give(request, status, JSON, ApiVersions.document(publicUrl.of(request)));
  }

  /** To the framework this class is one route, of which all spans would have the name. */
  private void name(Destination.Call call) {
    if (Span.current().isRecording()) {
      vertx.getOrCreateContext().putLocal(ROUTE, Routes.pattern(call));
    }
  }

  private void authenticate(RoutingContext routing, Destination.Call call) {
    Context context = vertx.getOrCreateContext();
    authentication
        .admit(routing, call)
        .subscribe()
        .with(
            admission -> on(context, () -> admit(routing, call, admission)),
            failure -> on(context, () -> turnAway(routing, failure)));
  }

  /** Verification may have waited for Keycloak and come back on another thread. */
  private static void on(Context context, Runnable action) {
    if (Objects.equals(Vertx.currentContext(), context)) {
      action.run();
    } else {
      context.runOnContext(ignored -> action.run());
    }
  }

  private void admit(RoutingContext routing, Destination.Call call, Admission admission) {
    if (routing.response().closed()) {
      return;
    }
    HttpServerRequest request = routing.request();
    switch (count(admission)) {
      case Ruling.Unlimited() -> pass(routing, call, admission);
      case Ruling.Granted granted -> {
        request
            .response()
            .putHeader("RateLimit-Policy", granted.policy())
            .putHeader("RateLimit", granted.limit());
        pass(routing, call, admission);
      }
      case Ruling.Refused refused -> {
        request.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(refused.retryAfter()));
        answers.refuse(
            request,
            ProblemKind.TOO_MANY_REQUESTS,
            "The project has sent too many requests. Please try again in %d s."
                .formatted(refused.retryAfter()));
      }
    }
  }

  /** A service that acts for nobody else does the work of all projects. */
  private Ruling count(Admission admission) {
    return admission.byService() ? new Ruling.Unlimited() : limits.count(admission.project());
  }

  private void pass(RoutingContext routing, Destination.Call call, Admission admission) {
    HttpServerRequest request = routing.request();
    String url = publicUrl.of(request);
    String challenge = challengeOf(request);
    if (!streams.take(routing, call, admission, url, challenge)) {
      services.pass(routing, call, admission, url, challenge);
    }
  }

  private void turnAway(RoutingContext routing, Throwable failure) {
    if (routing.response().closed()) {
      return;
    }
    HttpServerRequest request = routing.request();
    switch (failure) {
      case AuthenticationFailedException refused -> {
        refusedTokens.increment();
        LOG.debug("Token refused", refused);
        refuse(request, new RequestProblem.Unauthenticated());
      }
      case ProblemException refused -> refuse(request, refused.problem());
      default -> {
        unverifiableTokens.increment();
        LOG.warnf("Tokens cannot be verified: %s", failure);
        refuse(
            request,
            new RequestProblem.Unavailable(
                "Tokens cannot be verified at the moment. Please try again."));
      }
    }
  }

  private void refuse(HttpServerRequest request, Problem problem) {
    if (problem.kind() == ProblemKind.UNAUTHENTICATED) {
      request.response().putHeader("WWW-Authenticate", challengeOf(request));
    }
    answers.refuse(request, problem);
  }

  private String challengeOf(HttpServerRequest request) {
    return "Keystone uri=\"%s\"".formatted(publicUrl.tokens(request));
  }
}
