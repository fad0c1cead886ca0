package io.vitrine.gateway.identity.http;

import io.smallrye.mutiny.Uni;
import io.vitrine.gateway.identity.IdentityConfig;
import io.vitrine.gateway.identity.IdentityProblem.NotAllowed;
import io.vitrine.gateway.identity.Token;
import io.vitrine.gateway.identity.TokenDesk;
import io.vitrine.identity.Role;
import io.vitrine.problem.RequestProblem;
import jakarta.enterprise.context.ApplicationScoped;

/** Who calls, and whether that is enough. */
@ApplicationScoped
class Callers {
  private final TokenDesk desk;
  private final IdentityConfig config;

  Callers(TokenDesk desk, IdentityConfig config) {
    this.desk = desk;
    this.config = config;
  }

  /** Anybody who has signed in, for whatever scope. */
  Uni<Token> anybody(Call call) {
    return call.token()
        .map(desk::caller)
        .orElseGet(
            () -> Uni.createFrom().failure(new RequestProblem.Unauthenticated().asException()));
  }

  Uni<Token> administrator(Call call, String action) {
    return anybody(call)
        .invoke(token -> {
          if (!isAdministrator(token)) {
            throw new NotAllowed(action).asException();
          }
        });
  }

  /** An administrator, where changes are made through this API at all. */
  Uni<Token> keeper(Call call, String action) {
    return administrator(call, action)
        .invoke(token -> {
          if (!config.administration()) {
            throw new NotAllowed(action).asException();
          }
        });
  }

  /** The user of the path, or an administrator. */
  Uni<Token> selfOrAdministrator(Call call, String action) {
    return anybody(call)
        .invoke(token -> {
          if (!token.userId().equals(call.part("user")) && !isAdministrator(token)) {
            throw new NotAllowed(action).asException();
          }
        });
  }

  static boolean isAdministrator(Token token) {
    return token.roles().contains(Role.ADMIN);
  }
}
