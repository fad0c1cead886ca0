package io.vitrine.gateway.identity;

import io.smallrye.mutiny.Uni;
import io.vitrine.gateway.identity.IdentityProblem.NotAllowed;
import io.vitrine.gateway.identity.IdentityProblem.TokenGone;
import io.vitrine.identity.Role;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import io.vitrine.problem.RequestProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

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
        .call(verified -> standing.holds(verified).invoke(TokenDesk::require));
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new RequestProblem.Unauthenticated().asException();
    }
  }

  /** What {@code subject} means at this moment: for its user, an administrator or a service. */
  public Uni<Token> show(Token caller, String subject) {
    return find(subject)
        .map(found -> checked(caller, found, "validate_token", Set.of(Role.ADMIN, Role.SERVICE)));
  }

  /** From now on nobody takes it: for its user or an administrator. */
  public Uni<Void> revoke(Token caller, String subject) {
    return find(subject)
        .map(found -> checked(caller, found, "revoke_token", Set.of(Role.ADMIN)))
        .chain(token -> office.revoke(token).invoke(() -> standing.distrust(token)));
  }

  /** A token that the services would take, and no other; Keycloak is asked anew if it is there. */
  private Uni<Optional<Token>> find(String subject) {
    return verifier
        .verify(subject)
        .chain(verified ->
            standing
                .inspect(subject)
                .map(live ->
                    live.filter(now -> now.assignments().include(verified.assignments()))
                        .map(now -> verified))
                .onFailure(Standing::isAbsence)
                .recoverWithUni(() -> remembered(verified)))
        .onFailure(TokenDesk::isRefusal)
        .recoverWithItem(Optional.empty());
  }

  private Uni<Optional<Token>> remembered(Token verified) {
    return standing.holds(verified).map(holds -> holds ? Optional.of(verified) : Optional.empty());
  }

  private static Token checked(
      Token caller, Optional<Token> found, String action, Set<Role> mayForOthers) {
    Token token = found.orElseThrow(() -> new TokenGone().asException());
    boolean own = caller.userId().equals(token.userId());
    if (!own && Collections.disjoint(caller.roles(), mayForOthers)) {
      throw new NotAllowed(action).asException();
    }
    return token;
  }

  private static boolean isRefusal(Throwable failure) {
    return failure instanceof ProblemException e
        && e.problem().kind() == ProblemKind.UNAUTHENTICATED;
  }
}
