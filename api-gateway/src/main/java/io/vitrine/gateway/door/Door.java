package io.vitrine.gateway.door;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.gateway.exchange.Answers;
import io.vitrine.gateway.exchange.Services;
import io.vitrine.gateway.identity.Standing;
import io.vitrine.gateway.identity.keycloak.VerifiedTokens;
import io.vitrine.gateway.platform.PublicUrl;
import io.vitrine.gateway.route.Destination;
import io.vitrine.gateway.route.Routes;
import io.vitrine.gateway.version.ApiVersions;
import io.vitrine.identity.RequestIds;
import io.vitrine.problem.ProblemKind;
import io.vitrine.problem.RequestProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Objects;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What happens to every request, in this order: request id and token header (the identity library),
 * access log, where to, who, and on its way. Nothing of a body is read before all is decided.
 */
@ApplicationScoped
public class Door {
  private static final Logger LOG = Logger.getLogger(Door.class);
  private static final String JSON = "application/json";
  private static final String SCHEME = "Bearer ";
  private static final int MAX_REQUEST_ID = 64;

  /** Behind Quarkus' filters (negative orders), before anything else it may serve. */
  private static final int ORDER = 1;

  private static final Set<HttpMethod> METHODS =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.POST,
          HttpMethod.PUT,
          HttpMethod.DELETE,
          HttpMethod.PATCH,
          HttpMethod.OPTIONS);

  private final Vertx vertx;
  private final Services services;
  private final Answers answers;
  private final HttpAuthenticator authenticator;
  private final Standing standing;
  private final PublicUrl publicUrl;

  public Door(
      Vertx vertx,
      Services services,
      Answers answers,
      HttpAuthenticator authenticator,
      Standing standing,
      PublicUrl publicUrl) {
    this.vertx = vertx;
    this.services = services;
    this.answers = answers;
    this.authenticator = authenticator;
    this.standing = standing;
    this.publicUrl = publicUrl;
  }

  void register(@Observes Router router) {
    router.route().order(ORDER).handler(this::enter);
  }

  private void enter(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    String path = Objects.requireNonNullElse(request.path(), "");
    if (path.startsWith("/q/")) {
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
      case Destination.VersionChoice() -> giveVersions(request, 300);
      case Destination.VersionList() -> giveVersions(request, 200);
      case Destination.VersionRoot() -> answers.redirect(request, publicUrl.of(request) + "/v2/");
      case Destination.Healthcheck() -> answers.give(request, 200, "text/plain", "OK");
      case Destination.Identity() -> {
        request.resume();
        routing.next();
      }
      case Destination.Nowhere() ->
          answers.refuse(request, ProblemKind.NOT_FOUND, "The resource could not be found.");
      case Destination.Call call -> authenticate(routing, call);
    }
  }

  private void giveVersions(HttpServerRequest request, int status) {
    answers.give(request, status, JSON, ApiVersions.document(publicUrl.of(request)));
  }

  private void authenticate(RoutingContext routing, Destination.Call call) {
    if (hasNoToken(routing.request())) {
      challenge(routing.request());
      return;
    }
    Context context = vertx.getOrCreateContext();
    authenticator
        .attemptAuthentication(routing)
        .subscribe()
        .with(
            identity -> on(context, () -> admit(routing, call, identity)),
            failure -> on(context, () -> turnAway(routing, failure)));
  }

  private static boolean hasNoToken(HttpServerRequest request) {
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    return authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        || authorization.substring(SCHEME.length()).isBlank();
  }

  /** Verification may have waited for Keycloak and come back on another thread. */
  private static void on(Context context, Runnable action) {
    if (Objects.equals(Vertx.currentContext(), context)) {
      action.run();
    } else {
      context.runOnContext(ignored -> action.run());
    }
  }

  private void admit(
      RoutingContext routing, Destination.Call call, @Nullable SecurityIdentity identity) {
    if (routing.response().closed()) {
      return;
    }
    TokenCredential token = identity == null ? null : identity.getCredential(TokenCredential.class);
    if (identity == null || token == null) {
      challenge(routing.request());
      return;
    }
    Context context = vertx.getOrCreateContext();
    Uni.createFrom()
        .completionStage(standing.holds(VerifiedTokens.read(identity)))
        .subscribe()
        .with(
            holds -> on(context, () -> letIn(routing, call, token, holds)),
            failure -> on(context, () -> turnAway(routing, failure)));
  }

  private void letIn(
      RoutingContext routing, Destination.Call call, TokenCredential token, boolean holds) {
    if (routing.response().closed()) {
      return;
    }
    if (!holds) {
      challenge(routing.request());
      return;
    }
    services.pass(
        routing,
        call,
        token.getToken(),
        publicUrl.of(routing.request()),
        challengeOf(routing.request()));
  }

  private void turnAway(RoutingContext routing, Throwable failure) {
    if (routing.response().closed()) {
      return;
    }
    if (failure instanceof AuthenticationFailedException) {
      LOG.debug("Token refused", failure);
      challenge(routing.request());
    } else {
      LOG.warnf("Tokens cannot be verified: %s", failure);
      answers.refuse(
          routing.request(),
          ProblemKind.UNAVAILABLE,
          "Tokens cannot be verified at the moment. Please try again.");
    }
  }

  private void challenge(HttpServerRequest request) {
    request.response().putHeader("WWW-Authenticate", challengeOf(request));
    answers.refuse(
        request, ProblemKind.UNAUTHENTICATED, new RequestProblem.Unauthenticated().message());
  }

  private String challengeOf(HttpServerRequest request) {
    return "Keystone uri=\"%s\"".formatted(publicUrl.identity(request));
  }
}
