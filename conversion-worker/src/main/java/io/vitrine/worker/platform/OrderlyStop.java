package io.vitrine.worker.platform;

import io.quarkus.runtime.ShutdownEvent;
import io.vitrine.worker.importing.ImportRuns;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * Aborts the running uploads when the worker is told to stop, while the stores are still connected,
 * unless it is to wait for their own ends first. Each import is given back, so that another worker
 * takes it at once. A worker that is killed leaves the same, plus the uploads, which the registry
 * has released when the lease has run out.
 */
@ApplicationScoped
class OrderlyStop {
  private static final Logger LOG = Logger.getLogger(OrderlyStop.class);

  private final ImportRuns runs;
  private final WorkerConfig config;

  OrderlyStop(ImportRuns runs, WorkerConfig config) {
    this.runs = runs;
    this.config = config;
  }

  void onShutdown(@Observes @Priority(20) ShutdownEvent event) throws InterruptedException {
    if (runs.drain(config.drainPatience())) {
      return;
    }
    if (!runs.stop(config.stopPatience())) {
      LOG.warn("Some runs had not tidied up when the worker stopped");
    }
  }
}
