package io.vitrine.gateway.identity.keycloak;

import io.vertx.mutiny.core.Vertx;
import io.vitrine.gateway.identity.ApplicationCredentials;
import io.vitrine.gateway.identity.Directory;
import io.vitrine.gateway.identity.IdentityConfig;
import io.vitrine.gateway.identity.Rechecking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The two ways to Keycloak: for sign-ins and administration, and for rechecks. */
@ApplicationScoped
class Lines {

  @Produces
  @Singleton
  KeycloakHttp line(Vertx vertx, IdentityConfig config) {
    return new KeycloakHttp(vertx, config, config.answerTimeout());
  }

  void close(@Disposes KeycloakHttp line) {
    line.close();
  }

  @Produces
  @Singleton
  @Rechecking
  KeycloakHttp recheckLine(Vertx vertx, IdentityConfig config) {
    return new KeycloakHttp(vertx, config, config.recheckTimeout());
  }

  void closeRecheckLine(@Disposes @Rechecking KeycloakHttp line) {
    line.close();
  }

  @Produces
  @Singleton
  @Rechecking
  KeycloakAdmin recheckAdmin(@Rechecking KeycloakHttp line, Clock clock) {
    return new KeycloakAdmin(line, clock);
  }

  @Produces
  @Singleton
  @Rechecking
  Directory recheckDirectory(@Rechecking KeycloakAdmin admin) {
    return new KeycloakDirectory(admin, new Groups(admin));
  }

  @Produces
  @Singleton
  @Rechecking
  ApplicationCredentials recheckCredentials(@Rechecking KeycloakAdmin admin) {
    return new KeycloakCredentials(admin, new Groups(admin));
  }
}
