package io.vitrine.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.oidc.runtime.OidcIdentityProvider;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a token once and then believes it for a short time, never beyond its end: checking a
 * signature and parsing the claims is a quarter of what a small request costs, and clients send the
 * same token many times.
 *
 * <p>Nothing is lost by it, since a signature does not turn bad; but for the time of the memory a
 * key that the realm has withdrawn is still believed. Whether a sign-in still stands is asked
 * elsewhere, with every request. Refusals are not remembered.
 */
@ApplicationScoped
public class RememberedTokens implements IdentityProvider<TokenAuthenticationRequest> {
  private static final Duration MEMORY = Duration.ofSeconds(30);

  /** Some 5 KiB each. */
  private static final int CAPACITY = 2_000;

  private static final String ROUTING = RoutingContext.class.getName();

  private final IdentityProvider<TokenAuthenticationRequest> verification;
  private final Clock clock;
  private final Cache<String, SecurityIdentity> verified =
      Caffeine.newBuilder().maximumSize(CAPACITY).expireAfterWrite(MEMORY).build();

  @Inject
  RememberedTokens(OidcIdentityProvider verification) {
    this(verification, Clock.systemUTC());
  }

  RememberedTokens(IdentityProvider<TokenAuthenticationRequest> verification, Clock clock) {
    this.verification = verification;
    this.clock = clock;
  }

  @Override
  public Class<TokenAuthenticationRequest> getRequestType() {
    return TokenAuthenticationRequest.class;
  }

  /** Before the verification by itself, which would otherwise be asked first. */
  @Override
  public int priority() {
    return verification.priority() + 1;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      TokenAuthenticationRequest request, AuthenticationRequestContext context) {
    String token = request.getToken().getToken();
    @Nullable SecurityIdentity known = verified.getIfPresent(token);
    if (known != null && isAlive(known)) {
      return Uni.createFrom()
          .item(with(HttpSecurityUtils.getRoutingContextAttribute(request), known));
    }
    return verification
        .authenticate(request, context)
        .invoke(identity -> {
          if (identity != null && isAlive(identity)) {
            verified.put(token, with(null, identity));
          }
        });
  }

  /** A token past its end may be let through for now, by its request's leave. */
  private boolean isAlive(SecurityIdentity identity) {
    return identity.getPrincipal() instanceof JsonWebToken token
        && clock.instant().getEpochSecond() < token.getExpirationTime();
  }

  private static SecurityIdentity with(
      @Nullable RoutingContext routing, SecurityIdentity identity) {
    return QuarkusSecurityIdentity.builder(identity).addAttribute(ROUTING, routing).build();
  }
}
