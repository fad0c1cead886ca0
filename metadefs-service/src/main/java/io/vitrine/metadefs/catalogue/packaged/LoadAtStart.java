package io.vitrine.metadefs.catalogue.packaged;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vitrine.metadefs.catalogue.LoadPredefined;
import io.vitrine.metadefs.catalogue.Predefined;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/** Loads the predefined namespaces when the service starts; it is ready when they are there. */
@Readiness
@ApplicationScoped
class LoadAtStart implements HealthCheck {
  private static final Logger LOG = Logger.getLogger(LoadAtStart.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final LoadPredefined loadPredefined;
  private final CatalogueConfig config;
  private volatile boolean isDone;

  LoadAtStart(LoadPredefined loadPredefined, CatalogueConfig config) {
    this.loadPredefined = loadPredefined;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    Predefined predefined = PackagedCatalogue.read();
    VertxContextSupport.subscribeWith(() -> load(predefined).toMulti(), this::done);
  }

  /** What fails (the database is away, an operator makes the same namespace) passes. */
  private Uni<Long> load(Predefined predefined) {
    return Uni.createFrom()
        .deferred(() -> loadPredefined.load(predefined, config.catalogue()))
        .onFailure()
        .invoke(e -> LOG.warn("The predefined namespaces are not loaded, trying again", e))
        .onFailure()
        .retry()
        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
        .indefinitely();
  }

  private void done(long changed) {
    isDone = true;
    if (changed > 0) {
      LOG.infof("%d predefined namespaces were loaded", changed);
    }
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("predefined namespaces").status(isDone).build();
  }
}
