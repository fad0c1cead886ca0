package io.vitrine.registry.platform;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Knows since when Kafka answers without a break, and reports are read as they come. */
@ApplicationScoped
class KafkaPulse {
  private static final Logger LOG = Logger.getLogger(KafkaPulse.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** A gap between two looks that is longer than this (a paused process) counts as a break, too. */
  private static final Duration GAP = Duration.ofSeconds(10);

  private final Admin admin;
  private final ReportBacklog backlog;
  private final Clock clock;
  private volatile Instant since;
  private volatile Instant last;

  KafkaPulse(
      @Identifier("default-kafka-broker") Map<String, Object> broker,
      @ConfigProperty(name = "mp.messaging.incoming.import-progress.group.id") String group,
      Clock clock) {
    Map<String, Object> settings = new HashMap<>(broker);
    settings.keySet().retainAll(AdminClientConfig.configNames());
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
    settings.put(
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
    this.admin = Admin.create(settings);
    this.backlog = new ReportBacklog(admin, group);
    this.clock = clock;
    this.since = clock.instant();
    this.last = since;
  }

  /** Asks Kafka now; while it is silent, the answer is the present moment. */
  Uni<Instant> steadySince() {
    return Uni.createFrom()
        .completionStage(() -> backlog.isRead(clock.instant()))
        .map(isRead -> {
          Instant now = clock.instant();
          if (!isRead || last.plus(GAP).isBefore(now)) {
            since = now;
          }
          last = now;
          return since;
        })
        .onFailure()
        .recoverWithItem(e -> {
          LOG.warnf("Kafka does not answer, so no lease is ended: %s", e.getMessage());
          since = clock.instant();
          last = since;
          return since;
        });
  }

  @PreDestroy
  void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
