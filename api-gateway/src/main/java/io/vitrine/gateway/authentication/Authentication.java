package io.vitrine.gateway.authentication;

import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.gateway.route.Destination;
import io.vitrine.problem.RequestProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Finds out who sends a request. Tokens of the realm go on as they are. Where the services could
 * not verify what the gateway has verified, a voucher goes on instead.
 */
@ApplicationScoped
public class Authentication {
  private static final String SERVICE_TOKEN = "X-Service-Token";

  private final Vertx vertx;
  private final RealmTokens realm;
  private final KeystoneTokens keystone;

  Authentication(Vertx vertx, RealmTokens realm, KeystoneTokens keystone) {
    this.vertx = vertx;
    this.realm = realm;
    this.keystone = keystone;
  }

  /**
   * What the request goes on with. Fails with an {@link AuthenticationFailedException} or a {@code
   * ProblemException} if it must not go on, and in any other way if that cannot be told.
   */
  public Uni<Admission> admit(RoutingContext routing, Destination.Call call) {
    HttpServerRequest request = routing.request();
    Optional<BearerToken> sent = BearerToken.in(request);
    if (sent.isEmpty()) {
      return Uni.createFrom().failure(new AuthenticationFailedException());
    }
    BearerToken token = sent.get();
    String serviceToken = request.getHeader(SERVICE_TOKEN);
    if (serviceToken == null || serviceToken.isBlank()) {
      return admit(routing, call, token, false);
    }
    Context context = vertx.getOrCreateContext();
    BearerToken companion = new BearerToken(serviceToken.strip());
    return isHeldByService(companion)
        .emitOn(command -> context.runOnContext(ignored -> command.run()))
        .flatMap(service ->
            admit(routing, call, token, service)
                .map(admission -> service ? passOn(admission, companion) : admission));
  }

  /** The services verify it anew, which they can do with the realm's tokens only. */
  private Admission passOn(Admission admission, BearerToken serviceToken) {
    return keystone.judges(serviceToken) ? admission : admission.with(serviceToken.text());
  }

  /**
   * A service that goes on with a user's work may come after the user's token has ended; that is
   * all its own token does here.
   */
  private Uni<Boolean> isHeldByService(BearerToken serviceToken) {
    return (keystone.judges(serviceToken)
            ? keystone.isHeldByService(serviceToken)
            : realm.isHeldByService(serviceToken))
        .onFailure(AuthenticationFailedException.class)
        .transform(failure ->
            new RequestProblem.Unauthenticated("The service token is not valid.").asException());
  }

  private Uni<Admission> admit(
      RoutingContext routing, Destination.Call call, BearerToken token, boolean mayHaveEnded) {
    return keystone.judges(token)
        ? keystone.admit(routing.request(), call, token, mayHaveEnded)
        : realm.admit(routing, token, mayHaveEnded);
  }
}
