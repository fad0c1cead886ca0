package io.vitrine.gateway.identity;

import io.smallrye.mutiny.Uni;
import io.vitrine.gateway.identity.IdentityProblem.NotAllowed;
import io.vitrine.gateway.identity.IdentityProblem.TokenGone;
import io.vitrine.identity.Role;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import io.vitrine.problem.RequestProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Says who a token's holder is, answers questions about tokens, and ends them. */
@ApplicationScoped
public class TokenDesk {
  private final TokenOffice office;
  private final TokenVerifier verifier;
  private final Standing standing;

  public TokenDesk(TokenOffice office, TokenVerifier verifier, Standing standing) {
    this.office = office;
    this.verifier = verifier;
    this.standing = standing;
  }

  /** The caller of a request, or {@code Unauthenticated}. */
  public Uni<Token> caller(String token) {
    return verifier
        .verify(token)
        .call(verified ->
            Uni.createFrom()
                .completionStage(() -> standing.holds(verified))
                .invoke(TokenDesk::require));
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new RequestProblem.Unauthenticated().asException();
    }
  }

  /** What {@code subject} means at this moment: for its user, an administrator or a service. */
  public Uni<Token> show(Token caller, String subject) {
    return standing
        .inspect(subject)
        .onFailure(TokenDesk::isUnavailable)
        .recoverWithUni(() -> verified(subject))
        .map(found -> checked(caller, found, "validate_token"));
  }

  /** From now on nobody takes it. */
  public Uni<Void> revoke(Token caller, String subject) {
    return standing
        .inspect(subject)
        .map(found -> checked(caller, found, "revoke_token"))
        .chain(token -> office.revoke(token).invoke(() -> standing.distrust(token)));
  }

  /** Without Keycloak a token is what its signature says. */
  private Uni<Optional<Token>> verified(String subject) {
    return caller(subject).map(Optional::of).onFailure().recoverWithItem(Optional.empty());
  }

  private static Token checked(Token caller, Optional<Token> found, String action) {
    Token token = found.orElseThrow(() -> new TokenGone().asException());
    boolean own = caller.userId().equals(token.userId());
    if (!own && !caller.roles().contains(Role.ADMIN) && !caller.roles().contains(Role.SERVICE)) {
      throw new NotAllowed(action).asException();
    }
    return token;
  }

  private static boolean isUnavailable(Throwable failure) {
    return failure instanceof ProblemException e && e.problem().kind() == ProblemKind.UNAVAILABLE;
  }
}
