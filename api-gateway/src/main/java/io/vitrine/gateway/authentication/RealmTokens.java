package io.vitrine.gateway.authentication;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.TenantIdentityProvider;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.gateway.identity.Standing;
import io.vitrine.gateway.identity.Token;
import io.vitrine.gateway.identity.keycloak.VerifiedTokens;
import io.vitrine.gateway.voucher.Voucher;
import io.vitrine.gateway.voucher.Vouchers;
import io.vitrine.identity.Assignments;
import io.vitrine.identity.Role;
import io.vitrine.identity.TokenClaims;
import io.vitrine.identity.TokenScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tokens of the realm, verified against its keys. */
@ApplicationScoped
class RealmTokens {
  /** What the services read of a token, besides its subject. */
  private static final List<String> CLAIMS =
      List.of(
          Assignments.CLAIM,
          TokenScope.CLAIM,
          "preferred_username",
          TokenClaims.OWNER,
          TokenClaims.APPLICATION_CREDENTIAL);

  /** One that ends while it is being verified counts as ended. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private final HttpAuthenticator authenticator;
  private final TenantIdentityProvider realm;
  private final Standing standing;
  private final Vouchers vouchers;
  private final Duration patience;

  RealmTokens(
      HttpAuthenticator authenticator,
      TenantIdentityProvider realm,
      Standing standing,
      Vouchers vouchers,
      ServiceTokenConfig serviceTokens) {
    this.authenticator = authenticator;
    this.realm = realm;
    this.standing = standing;
    this.vouchers = vouchers;
    this.patience = serviceTokens.expiredUserTokens();
  }

  /** The token itself, since the services verify it too; for one that has ended, a voucher. */
  Uni<Admission> admit(RoutingContext routing, BearerToken token, boolean mayHaveEnded) {
    boolean ended =
        mayHaveEnded && vouchers.areSigned() && token.endsBefore(Instant.now().plus(MARGIN));
    if (ended) {
      ExpiredTokens.allow(routing);
    }
    return authenticator
        .attemptAuthentication(routing)
        .onItem()
        .ifNotNull()
        .transform(VerifiedTokens::read)
        .onItem()
        .ifNull()
        .failWith(AuthenticationFailedException::new)
        .call(
            verified -> require(ended ? standing.holderStands(verified) : standing.holds(verified)))
        .map(verified ->
            admission(
                routing.request().getHeader("X-Project-Id"),
                verified,
                ended ? vouchers.of(voucher(token)) : verified.text(),
                ended ? verified.expiresAt().plus(patience) : verified.expiresAt()));
  }

  /** What the services will refuse counts for its user. */
  private static Admission admission(
      @Nullable String chosenProject, Token verified, String goesOn, Instant until) {
    return switch (verified.assignments().scope(verified.scope(), chosenProject)) {
      case Assignments.Scope.Granted(String project, Set<Role> roles) ->
          new Admission(goesOn, verified.userId(), project, roles.contains(Role.SERVICE), until);
      case Assignments.Scope.Denied _, Assignments.Scope.Elsewhere _ ->
          new Admission(goesOn, verified.userId(), "user " + verified.userId(), false, until);
    };
  }

  private static Uni<Boolean> require(Uni<Boolean> standing) {
    return standing.invoke(stands -> {
      if (!stands) {
        throw new AuthenticationFailedException();
      }
    });
  }

  /** Whether it makes its holder a service for the registry, too; fails if it is no good. */
  Uni<Boolean> isHeldByService(BearerToken token) {
    return realm
        .authenticate(new AccessTokenCredential(token.text()))
        .map(VerifiedTokens::read)
        .call(verified -> require(standing.holds(verified)))
        .map(verified ->
            verified.assignments().scope(verified.scope(), null)
                    instanceof Assignments.Scope.Granted granted
                && granted.roles().contains(Role.SERVICE));
  }

  private static Voucher voucher(BearerToken verified) {
    JsonObject said = verified.claims();
    Map<String, Object> claims = new HashMap<>();
    for (String name : CLAIMS) {
      Object value = said.getValue(name);
      if (value != null) {
        claims.put(name, value instanceof JsonArray array ? array.stream().toList() : value);
      }
    }
    return new Voucher(said.getString("sub", ""), claims);
  }
}
