package io.vitrine.gateway.identity;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.TokenScope;
import java.util.Optional;

/**
 * Issues, looks up and revokes tokens. Every call fails with {@code RequestProblem.Unavailable} if
 * the office cannot be reached.
 */
public interface TokenOffice {

  /**
   * A token for who knows the password. It holds all that its user is, and is scoped only as asked.
   * Fails with {@code Unauthenticated}, whatever the reason.
   */
  Uni<Token> issue(String loginName, String password, TokenScope scope);

  /**
   * A token of the same sign-in for another scope. It ends when its parent does. Fails with {@code
   * Unauthenticated} if the parent is good for nothing any more.
   *
   * @param rescoped whether the token shall say that it comes from another
   */
  Uni<Token> exchange(Token parent, TokenScope scope, boolean rescoped);

  /** The token with what its user is now; empty if it is unknown, revoked or expired. */
  Uni<Optional<Token>> inspect(String token);

  /** Ends the token, and the sign-in it comes from. */
  Uni<Void> revoke(Token token);
}
