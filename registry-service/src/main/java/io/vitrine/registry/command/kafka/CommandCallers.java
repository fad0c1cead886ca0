package io.vitrine.registry.command.kafka;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.TenantIdentityProvider;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Assignments;
import io.vitrine.identity.Caller;
import io.vitrine.identity.Role;
import io.vitrine.identity.TokenClaims;
import io.vitrine.problem.RequestProblem;
import io.vitrine.registry.command.CommandRules;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;

/**
 * On whose behalf a command comes: the token says it, verified by the realm's keys as that of a
 * request. Without one it is Kafka that vouches for the sender, where the operator has said so.
 */
@ApplicationScoped
class CommandCallers {
  private static final Logger LOG = Logger.getLogger(CommandCallers.class);
  private static final String NOBODY = "kafka";

  private final TenantIdentityProvider tokens;
  private final CommandRules rules;

  CommandCallers(TenantIdentityProvider tokens, CommandRules rules) {
    this.tokens = tokens;
    this.rules = rules;
  }

  /** Fails with a problem where nobody answers for the command. */
  Uni<Caller> callerOf(CommandRecord record) {
    return record
        .token()
        .map(token -> verified(token).map(identity -> caller(identity, record.scope())))
        .orElseGet(() -> Uni.createFrom().item(() -> trusted(record)));
  }

  private Uni<SecurityIdentity> verified(String token) {
    return Uni.createFrom()
        .deferred(() -> tokens.authenticate(new AccessTokenCredential(token)))
        .onFailure()
        .transform(CommandCallers::refusal);
  }

  private static Throwable refusal(Throwable failure) {
    if (failure instanceof AuthenticationFailedException) {
      return new RequestProblem.Unauthenticated("The token is not valid, or no longer.")
          .asException();
    }
    LOG.warnf("Tokens cannot be verified: %s", failure.getClass().getName());
    return new RequestProblem.Unavailable("The token cannot be verified now. Send it again.")
        .asException();
  }

  static Caller caller(SecurityIdentity identity, Optional<String> scope) {
    if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
      throw new RequestProblem.Unauthenticated().asException();
    }
    Assignments assignments = TokenClaims.assignments(token);
    return switch (assignments.scope(TokenClaims.scope(token), scope.orElse(null))) {
      case Assignments.Scope.Granted granted ->
          new Caller(TokenClaims.userId(token), granted.projectId(), granted.roles());
      case Assignments.Scope.Denied(String reason) ->
          throw new RequestProblem.Unauthenticated(reason).asException();
      case Assignments.Scope.Elsewhere(String reason) ->
          throw new RequestProblem.Forbidden(reason).asException();
    };
  }

  private Caller trusted(CommandRecord record) {
    if (!rules.trusted()) {
      throw new RequestProblem.Unauthenticated(
              "The command has no token: header 'authorization: Bearer <token>'.")
          .asException();
    }
    return record
        .projectId()
        .map(project ->
            new Caller(record.userId().orElse(NOBODY), project, Role.ADMIN.withImplied()))
        .orElseThrow(() ->
            new RequestProblem.Unauthenticated(
                    "A command without a token names its project in the ce_projectid header.")
                .asException());
  }
}
