package io.vitrine.gateway.live.kafka;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.ce.IncomingCloudEventMetadata;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.vitrine.events.Fact;
import io.vitrine.events.FactMessage;
import io.vitrine.gateway.live.FactWindow;
import io.vitrine.gateway.live.LiveFacts;
import io.vitrine.gateway.live.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Brings what the registry says of images and tasks. A fact that is missed is made up for when the
 * registry is asked again, or the client is told that it has to ask.
 *
 * <p>It subscribes by itself, and again, since a broker whose name nobody knows yet would otherwise
 * keep the whole gateway from starting.
 */
@ApplicationScoped
class FactListener {
  private static final Logger LOG = Logger.getLogger(FactListener.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final LiveFacts facts;
  private final FactWindow window;
  private final List<Multi<Message<byte[]>>> channels;

  FactListener(
      LiveFacts facts,
      FactWindow window,
      @Channel("tasks") Multi<Message<byte[]>> tasks,
      @Channel("images") Multi<Message<byte[]>> images) {
    this.facts = facts;
    this.window = window;
    this.channels = List.of(tasks, images);
  }

  void start(@Observes StartupEvent event) {
    for (Multi<Message<byte[]>> channel : channels) {
      channel
          .onFailure()
          .invoke(failure -> LOG.warnf("No facts come, trying again: %s", failure))
          .onFailure()
          .retry()
          .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
          .indefinitely()
          .subscribe()
          .with(this::onRecord, failure -> LOG.error("No facts come any more", failure));
    }
  }

  private void onRecord(Message<byte[]> message) {
    try {
      Optional<Fact> fact = FactMessage.read(message);
      arrival(message).ifPresent(arrival -> window.happened(arrival, fact));
      fact.ifPresent(facts::happened);
    } catch (RuntimeException e) {
      // Thrown on, it would end the channel.
      LOG.warn("A fact cannot be read", e);
    }
    var _ = message.ack();
  }

  private static Optional<FactWindow.Arrival> arrival(Message<byte[]> message) {
    String id =
        message
            .getMetadata(IncomingCloudEventMetadata.class)
            .map(event -> event.getId())
            .orElse("");
    return message
        .getMetadata(IncomingKafkaRecordMetadata.class)
        .flatMap(record ->
            Topic.named(record.getTopic())
                .map(topic ->
                    new FactWindow.Arrival(
                        topic.partition(record.getPartition()),
                        record.getOffset(),
                        record.getTimestamp(),
                        id)));
  }
}
