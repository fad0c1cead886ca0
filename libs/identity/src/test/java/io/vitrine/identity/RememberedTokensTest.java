package io.vitrine.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;

class RememberedTokensTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final String FORGED = "forged";

  private final Verification verification = new Verification();
  private final RememberedTokens tokens =
      new RememberedTokens(verification, Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void verifiesATokenOnce() {
    // When
    SecurityIdentity first = authenticate("a");
    SecurityIdentity second = authenticate("a");
    // Then
    assertThat(verification.count).isEqualTo(1);
    assertThat(second.getPrincipal()).isSameAs(first.getPrincipal());
    assertThat(second.getRoles()).isEqualTo(first.getRoles());
  }

  @Test
  void tellsTokensApart() {
    assertThat(authenticate("a").getPrincipal().getName()).isEqualTo("a");
    assertThat(authenticate("b").getPrincipal().getName()).isEqualTo("b");
    assertThat(verification.count).isEqualTo(2);
  }

  @Test
  void verifiesATokenAgainFromItsEndOn() {
    // Given
    verification.end = NOW;
    // When
    authenticate("a");
    authenticate("a");
    // Then
    assertThat(verification.count).isEqualTo(2);
  }

  @Test
  void forgetsRefusals() {
    for (int i = 1; i <= 2; i++) {
      assertThatThrownBy(() -> authenticate(FORGED))
          .isInstanceOf(AuthenticationFailedException.class);
      assertThat(verification.count).isEqualTo(i);
    }
  }

  @Test
  void givesEachRequestItsOwnIdentity() {
    // Given
    RoutingContext first = routing();
    RoutingContext second = routing();
    // When
    SecurityIdentity verified = authenticate("a", first);
    SecurityIdentity remembered = authenticate("a", second);
    // Then
    assertThat(HttpSecurityUtils.getRoutingContextAttribute(verified)).isSameAs(first);
    assertThat(HttpSecurityUtils.getRoutingContextAttribute(remembered)).isSameAs(second);
  }

  private SecurityIdentity authenticate(String token) {
    return authenticate(token, routing());
  }

  private SecurityIdentity authenticate(String token, RoutingContext routing) {
    TokenAuthenticationRequest request =
        new TokenAuthenticationRequest(new AccessTokenCredential(token));
    HttpSecurityUtils.setRoutingContextAttribute(request, routing);
    return tokens
        .authenticate(request, nothing(AuthenticationRequestContext.class))
        .await()
        .indefinitely();
  }

  private static RoutingContext routing() {
    return nothing(RoutingContext.class);
  }

  /** An object of which only the identity counts. */
  private static <T> T nothing(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "equals" -> self == arguments[0];
                  case "hashCode" -> System.identityHashCode(self);
                  case "toString" -> type.getSimpleName();
                  default -> throw new UnsupportedOperationException(method.getName());
                }));
  }

  private static final class Verification implements IdentityProvider<TokenAuthenticationRequest> {
    private int count;
    private Instant end = NOW.plusSeconds(1);

    @Override
    public Class<TokenAuthenticationRequest> getRequestType() {
      return TokenAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
        TokenAuthenticationRequest request, AuthenticationRequestContext context) {
      count++;
      String token = request.getToken().getToken();
      return token.equals(FORGED)
          ? Uni.createFrom().failure(new AuthenticationFailedException())
          : Uni.createFrom()
              .item(
                  QuarkusSecurityIdentity.builder()
                      .setPrincipal(new Principal(token, end))
                      .addRole("member")
                      .addAttribute(
                          RoutingContext.class.getName(),
                          HttpSecurityUtils.getRoutingContextAttribute(request))
                      .build());
    }
  }

  private record Principal(String name, Instant end) implements JsonWebToken {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public Set<String> getClaimNames() {
      return Set.of(Claims.exp.name());
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T getClaim(String claim) {
      return (T) (Object) end.getEpochSecond();
    }
  }
}
