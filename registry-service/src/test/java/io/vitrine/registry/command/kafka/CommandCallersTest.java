package io.vitrine.registry.command.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.oidc.TenantIdentityProvider;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import io.vitrine.identity.Role;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import io.vitrine.registry.Registry;
import io.vitrine.registry.command.CommandRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;

class CommandCallersTest {
  private static final String MEMBER = "/projects/demo/member";

  private static SecurityIdentity identity(String... groups) {
    Map<String, Object> claims = Map.of("sub", "u1", "projects", List.of(groups));
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(
            new JsonWebToken() {
              @Override
              public String getName() {
                return "u1";
              }

              @Override
              public Set<String> getClaimNames() {
                return claims.keySet();
              }

              @Override
              @SuppressWarnings("unchecked")
              public <T> T getClaim(String name) {
                return (T) claims.get(name);
              }
            })
        .build();
  }

  private static Uni<Caller> callerOf(TenantIdentityProvider tokens, boolean trusted) {
    CommandRecord record =
        new CommandRecord(
            Optional.of("c1"),
            Optional.empty(),
            "key",
            Optional.of("token"),
            Optional.empty(),
            Optional.of("other"),
            Optional.empty());
    return new CommandCallers(tokens, new CommandRules(trusted, Registry.COMMANDS_LIVE))
        .callerOf(record);
  }

  private static ProblemKind kind(Runnable call) {
    try {
      call.run();
    } catch (ProblemException e) {
      return e.problem().kind();
    }
    throw new AssertionError("nothing was refused");
  }

  @Test
  void isTheOneWhomTheTokenNamesEvenWhereKafkaIsTrusted() {
    Caller caller =
        callerOf(token -> Uni.createFrom().item(identity(MEMBER)), true).await().indefinitely();

    assertThat(caller).isEqualTo(new Caller("u1", "demo", Set.of(Role.MEMBER, Role.READER)));
  }

  @Test
  void isNobodyWithATokenThatIsNotValid() {
    assertThat(
            kind(() ->
                callerOf(
                        token -> Uni.createFrom().failure(new AuthenticationFailedException()),
                        true)
                    .await()
                    .indefinitely()))
        .isEqualTo(ProblemKind.UNAUTHENTICATED);
  }

  @Test
  void mayBecomeKnownLaterWhileTheKeysAreAway() {
    assertThat(
            kind(() ->
                callerOf(token -> Uni.createFrom().failure(new IllegalStateException()), false)
                    .await()
                    .indefinitely()))
        .isEqualTo(ProblemKind.UNAVAILABLE);
  }

  @Test
  void choosesAmongTheProjectsOfTheToken() {
    SecurityIdentity several = identity(MEMBER, "/projects/ops/admin");

    assertThat(CommandCallers.caller(several, Optional.of("ops")).isAdmin()).isTrue();
    assertThat(CommandCallers.caller(several, Optional.of("demo")).isAdmin()).isFalse();
    for (Optional<String> none : List.of(Optional.<String>empty(), Optional.of("foreign"))) {
      assertThat(kind(() -> CommandCallers.caller(several, none)))
          .isEqualTo(ProblemKind.UNAUTHENTICATED);
    }
    assertThatThrownBy(() ->
            CommandCallers.caller(
                QuarkusSecurityIdentity.builder().setAnonymous(true).build(), Optional.empty()))
        .isInstanceOf(ProblemException.class);
  }
}
