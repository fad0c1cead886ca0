package io.vitrine.worker.platform;

import io.quarkus.runtime.StartupEvent;
import io.vitrine.worker.importing.ImportRuns;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Begins to ask for work when all else has started. */
@ApplicationScoped
class AskForWork {
  private final ImportRuns runs;

  AskForWork(ImportRuns runs) {
    this.runs = runs;
  }

  void onStart(@Observes StartupEvent event) {
    runs.start();
  }
}
