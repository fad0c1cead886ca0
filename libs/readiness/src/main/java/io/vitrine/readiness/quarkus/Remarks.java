package io.vitrine.readiness.quarkus;

import io.quarkus.runtime.StartupEvent;
import io.vitrine.readiness.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Says in the log what does not keep a service from starting. */
@ApplicationScoped
class Remarks {
  private static final Logger LOG = Logger.getLogger(Remarks.class);

  private final ProductionConfig production;

  Remarks(ProductionConfig production) {
    this.production = production;
  }

  void start(@Observes StartupEvent event, Config config) {
    Verdict verdict = Circumstances.verdict(config);
    if (production.isOn()) {
      if (!verdict.doubtful().isEmpty()) {
        LOG.warn(verdict.doubts());
      }
    } else if (!verdict.unsafe().isEmpty() && Circumstances.isOpenToOthers(config)) {
      LOG.warnf(
          "%d settings are unsafe in production; VITRINE_PRODUCTION=true names them and does not"
              + " start with them",
          verdict.unsafe().size());
    }
  }
}
