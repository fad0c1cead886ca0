package io.vitrine.store.cache.kafka;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vitrine.store.cache.CacheCluster;
import io.vitrine.store.cache.CacheNode;
import io.vitrine.store.cache.CacheNode.Local;
import io.vitrine.store.cache.ReportHeld;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps the cluster informed, while there is something to say. */
@ApplicationScoped
class CachePulse {
  private static final Logger LOG = Logger.getLogger(CachePulse.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Reads are counted together for so many pauses. */
  private static final long SELDOM = CacheCluster.SILENCE.dividedBy(PAUSE) / 3;

  private final CacheNode node;
  private final ReportHeld report;
  private final CacheReportChannel channel;
  private @Nullable Thread thread;

  CachePulse(CacheNode node, ReportHeld report, CacheReportChannel channel) {
    this.node = node;
    this.report = report;
    this.channel = channel;
  }

  void onStart(@Observes StartupEvent event) {
    node.local()
        .ifPresent(here -> thread = Thread.ofVirtual().name("cache-pulse").start(() -> run(here)));
  }

  void onStop(@Observes ShutdownEvent event) {
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void run(Local here) {
    try {
      for (long beat = 0; ; beat++) {
        beat(here, beat % SELDOM == 0);
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      LOG.debug("The cluster hears nothing more of this node's cache");
    }
  }

  private void beat(Local here, boolean seldom) {
    try {
      if (seldom) {
        channel.alive();
        channel.forgetLongGone();
        here.cache().save();
      }
      report.report(seldom);
    } catch (RuntimeException e) {
      LOG.warnf("The cluster does not hear of this node's cache: %s", e.toString());
    }
  }
}
