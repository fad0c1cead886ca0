package io.vitrine.registry.platform;

import io.vitrine.events.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether the registry, all of its replicas together, has read what was reported to it some seconds
 * ago. Reports that wait unread renew no lease, though those who sent them are well.
 */
final class ReportBacklog {
  private static final String GROUP = "registry-service";
  private static final List<String> REPORTS = List.of(Topics.BLOBS, Topics.IMPORT_PROGRESS);

  /** As long as it takes to read a report and to commit that; less than any lease. */
  private static final Duration READING = Duration.ofSeconds(5);

  private final Admin admin;
  private final Deque<Ends> seen = new ArrayDeque<>();

  ReportBacklog(Admin admin) {
    this.admin = admin;
  }

  /** Where the partitions ended at some time. */
  private record Ends(Instant at, Map<TopicPartition, Long> offsets) {
    boolean areReached(Map<TopicPartition, Long> committed) {
      return offsets.entrySet().stream()
          .allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }
  }

  /** Asks Kafka; the stage fails if that does not answer. */
  CompletionStage<Boolean> isRead(Instant now) {
    return admin
        .describeTopics(REPORTS)
        .allTopicNames()
        .toCompletionStage()
        .thenCompose(topics -> admin.listOffsets(latest(topics)).all().toCompletionStage())
        .thenCombine(
            admin
                .listConsumerGroupOffsets(GROUP)
                .partitionsToOffsetAndMetadata()
                .toCompletionStage(),
            (ends, committed) -> isRead(now, ends, committed));
  }

  private static Map<TopicPartition, OffsetSpec> latest(Map<String, TopicDescription> topics) {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    topics.forEach((name, topic) ->
        topic
            .partitions()
            .forEach(part ->
                latest.put(new TopicPartition(name, part.partition()), OffsetSpec.latest())));
    return latest;
  }

  private synchronized boolean isRead(
      Instant now,
      Map<TopicPartition, ListOffsetsResultInfo> ends,
      Map<TopicPartition, OffsetAndMetadata> committed) {
    seen.addLast(
        new Ends(
            now,
            ends.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()))));
    Map<TopicPartition, Long> read = new HashMap<>();
    committed.forEach((partition, offset) -> {
      if (offset != null) {
        read.put(partition, offset.offset());
      }
    });
    boolean isRead = true;
    // What is reached stays reached: the last of those that are old enough tells it all.
    while (!seen.isEmpty() && !seen.getFirst().at().plus(READING).isAfter(now)) {
      isRead = seen.removeFirst().areReached(read);
    }
    return isRead;
  }
}
