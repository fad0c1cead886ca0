package io.vitrine.gateway.platform;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready before Keycloak has been seen once. Afterwards its keys are known here, and its absence
 * must not take a working gateway out of service.
 */
@Readiness
@ApplicationScoped
public class KeycloakReadiness implements AsyncHealthCheck {
  private static final long TIMEOUT_MILLIS = 2_000;
  private static final String NAME = "Keycloak seen";

  private final HttpClient client;
  private final Optional<String> realmUrl;
  private volatile boolean seen;

  public KeycloakReadiness(
      Vertx vertx,
      @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> realmUrl) {
    this.client = vertx.createHttpClient();
    this.realmUrl = realmUrl;
    this.seen = realmUrl.isEmpty();
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    if (seen) {
      return Uni.createFrom().item(HealthCheckResponse.up(NAME));
    }
    RequestOptions discovery =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(realmUrl.orElseThrow() + "/.well-known/openid-configuration")
            .setTimeout(TIMEOUT_MILLIS);
    return Uni.createFrom()
        .completionStage(() ->
            client
                .request(discovery)
                .compose(request -> request.send())
                .map(HttpClientResponse::statusCode)
                .toCompletionStage())
        .invoke(status -> seen = status == 200)
        .onItem()
        .transform(status -> HealthCheckResponse.named(NAME).status(seen).build())
        .onFailure()
        .recoverWithItem(failure -> HealthCheckResponse.down(NAME));
  }

  @PreDestroy
  void close() {
    client.close();
  }
}
