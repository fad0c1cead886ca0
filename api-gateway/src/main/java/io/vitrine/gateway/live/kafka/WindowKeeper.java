package io.vitrine.gateway.live.kafka;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import io.vitrine.gateway.live.FactWindow;
import io.vitrine.gateway.live.FactWindow.Extent;
import io.vitrine.gateway.live.LiveConfig;
import io.vitrine.gateway.live.Topic;
import io.vitrine.gateway.live.Topic.Partition;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the gateway reads each partition: first from the window's begin, and from where it was
 * whenever it has lost the brokers, unless they have lost that.
 */
@ApplicationScoped
@Identifier("window-keeper")
class WindowKeeper implements KafkaConsumerRebalanceListener {
  private final FactWindow window;
  private final LiveConfig config;
  private final Clock clock;

  WindowKeeper(FactWindow window, LiveConfig config, Clock clock) {
    this.window = window;
    this.config = config;
    this.clock = clock;
  }

  /** Runs on the thread that polls, and may block it. */
  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    long windowBegin = clock.instant().minus(config.window()).toEpochMilli();
    Map<TopicPartition, OffsetAndTimestamp> recent =
        consumer.offsetsForTimes(
            partitions.stream().collect(Collectors.toMap(one -> one, one -> windowBegin)));
    Map<Partition, Extent> begun = new HashMap<>();
    for (TopicPartition assigned : partitions) {
      Partition partition =
          Topic.named(assigned.topic()).orElseThrow().partition(assigned.partition());
      long begin = Objects.requireNonNull(begins.get(assigned));
      long end = Objects.requireNonNull(ends.get(assigned));
      OptionalLong next = window.next(partition);
      if (next.isPresent() && next.getAsLong() >= begin && next.getAsLong() <= end) {
        consumer.seek(assigned, next.getAsLong());
      } else {
        long from =
            Optional.ofNullable(recent.get(assigned)).map(OffsetAndTimestamp::offset).orElse(end);
        consumer.seek(assigned, from);
        begun.put(partition, new Extent(from, end));
      }
    }
    if (!begun.isEmpty()) {
      window.begin(begun);
    }
  }
}
