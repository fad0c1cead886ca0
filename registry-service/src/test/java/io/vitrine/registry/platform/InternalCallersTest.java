package io.vitrine.registry.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.vitrine.identity.Assignments;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;

class InternalCallersTest {
  private record Token(Map<String, Object> claims) implements JsonWebToken {
    @Override
    public String getName() {
      return "svc";
    }

    @Override
    public Set<String> getClaimNames() {
      return claims.keySet();
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T> T getClaim(String name) {
      return (T) claims.get(name);
    }
  }

  private static boolean isService(String... groups) {
    Token token = new Token(Map.of(Assignments.CLAIM, List.of(groups)));
    return InternalCallers.isService(QuarkusSecurityIdentity.builder().setPrincipal(token).build());
  }

  @Test
  void aServiceHasItsRoleInTheOneProjectOfItsToken() {
    assertThat(isService("/projects/service/service")).isTrue();
    assertThat(isService("/projects/demo/member")).isFalse();
  }

  @Test
  void aTokenForSeveralProjectsOrNoneIsNoService() {
    assertThat(isService("/projects/service/service", "/projects/demo/service")).isFalse();
    assertThat(isService()).isFalse();
  }
}
