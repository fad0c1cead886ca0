package io.vitrine.stores;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * A file that is broken is told here, but takes no service out of work that has read it before. One
 * that has not is not ready: a new version must not replace the old one on a broken file.
 */
@Readiness
@ApplicationScoped
class StoresFileReadiness implements HealthCheck {
  private final StoresFileWatch watch;

  StoresFileReadiness(StoresFileWatch watch) {
    this.watch = watch;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder health = HealthCheckResponse.named("stores file").up();
    watch
        .state()
        .ifPresent(state -> {
          health
              .status(state.everRead())
              .withData("file", state.file().toString())
              .withData("state", state.problem().map(p -> "broken, " + p).orElse("read"));
        });
    return health.build();
  }
}
