package io.vitrine.store.cache.kafka;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.Record;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.vitrine.store.cache.CacheCluster;
import io.vitrine.store.cache.CacheNode;
import io.vitrine.store.cache.CacheReports;
import io.vitrine.store.cache.HeldImage;
import io.vitrine.store.cache.kafka.CacheRecords.Held;
import io.vitrine.store.cache.kafka.CacheRecords.ReportKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Says what this node has, and hears it of all nodes, this one included. */
@ApplicationScoped
class CacheReportChannel implements CacheReports {
  private static final Logger LOG = Logger.getLogger(CacheReportChannel.class);
  private static final int WAITING = 4096;

  private final CacheNode node;
  private final CacheCluster cluster;
  private final MutinyEmitter<Record<String, byte @Nullable []>> reports;

  CacheReportChannel(
      CacheNode node,
      CacheCluster cluster,
      @Channel("cache-reports")
          @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = WAITING)
          MutinyEmitter<Record<String, byte @Nullable []>> reports) {
    this.node = node;
    this.cluster = cluster;
    this.reports = reports;
  }

  @Override
  public void held(HeldImage image) {
    send(new ReportKey(image.imageId(), node.name()), CacheRecords.encode(Held.of(image)));
  }

  @Override
  public void dropped(UUID imageId) {
    send(new ReportKey(imageId, node.name()), null);
  }

  /** Says that this node is there. */
  void alive() {
    send(new ReportKey(null, node.name()), new byte[] {'{', '}'});
  }

  /** Takes what nodes that are long gone have said off the topic; any node may, and repeat it. */
  void forgetLongGone() {
    cluster
        .longGone()
        .forEach((gone, images) -> {
          images.forEach(imageId -> send(new ReportKey(imageId, gone), null));
          send(new ReportKey(null, gone), null);
        });
  }

  private void send(ReportKey key, byte @Nullable [] value) {
    Uni.createFrom()
        .deferred(() -> reports.send(Record.of(key.text(), value)))
        .subscribe()
        .with(ignored -> {}, e -> LOG.debugf("A report on the cache is lost: %s", e.getMessage()));
  }

  @Incoming("cache-state")
  CompletionStage<Void> onReport(Message<byte[]> message) {
    try {
      message.getMetadata(IncomingKafkaRecordMetadata.class).ifPresent(this::hear);
    } catch (RuntimeException e) {
      LOG.warnf("A report on a cache cannot be read: %s", e.toString());
    }
    return message.ack();
  }

  private void hear(IncomingKafkaRecordMetadata<?, ?> report) {
    ReportKey key = ReportKey.parse(String.valueOf(report.getKey()));
    byte @Nullable [] value = (byte[]) report.getRecord().value();
    Instant at = report.getTimestamp();
    @Nullable UUID imageId = key.imageId();
    if (imageId == null && value == null) {
      cluster.onForgotten(key.node());
    } else if (imageId == null) {
      cluster.onAlive(key.node(), at);
    } else if (value == null) {
      cluster.onDropped(key.node(), imageId);
    } else {
      cluster.onHeld(key.node(), CacheRecords.decode(value, Held.class).image(imageId));
    }
  }
}
