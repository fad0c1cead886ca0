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
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether the registry, all of its replicas together, has read what was reported to it some seconds
 * ago. Reports that wait unread renew no lease, though those who sent them are well.
 */
final class ReportBacklog {
  private static final List<String> REPORTS = List.of(Topics.BLOBS, Topics.IMPORT_PROGRESS);

  /** As long as it takes to read a report and to commit that; less than any lease. */
  private static final Duration READING = Duration.ofSeconds(5);

  /** Where nothing comes and nothing is read, what was read may just not have been committed. */
  private static final Duration STANDSTILL = Duration.ofMinutes(1);

  private final Admin admin;
  private final String group;
  private final Deque<Ends> seen = new ArrayDeque<>();
  private Map<TopicPartition, Long> lastEnds = Map.of();
  private Map<TopicPartition, Long> lastRead = Map.of();
  private Instant changedAt = Instant.EPOCH;

  /** Of the consumer group in which the replicas read. */
  ReportBacklog(Admin admin, String group) {
    this.admin = admin;
    this.group = group;
  }

  /** Where the partitions ended at some time. */
  private record Ends(Instant at, Map<TopicPartition, Long> offsets) {
    boolean areReached(Map<TopicPartition, Long> read) {
      return offsets.entrySet().stream()
          .allMatch(end -> read.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }
  }

  /** Asks Kafka; the stage fails if that does not answer. */
  CompletionStage<Boolean> isRead(Instant now) {
    return admin
        .describeTopics(REPORTS)
        .allTopicNames()
        .toCompletionStage()
        .thenCompose(topics ->
            offsets(topics, OffsetSpec.earliest())
                .thenCombine(committed(), ReportBacklog::read)
                .thenCombine(
                    offsets(topics, OffsetSpec.latest()), (read, ends) -> isRead(now, ends, read)));
  }

  private CompletionStage<Map<TopicPartition, Long>> offsets(
      Map<String, TopicDescription> topics, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    topics.forEach((name, topic) ->
        topic
            .partitions()
            .forEach(part -> wanted.put(new TopicPartition(name, part.partition()), which)));
    return admin
        .listOffsets(wanted)
        .all()
        .toCompletionStage()
        .thenApply(found ->
            found.entrySet().stream()
                .collect(
                    Collectors.toMap(Map.Entry::getKey, offset -> offset.getValue().offset())));
  }

  private CompletionStage<Map<TopicPartition, OffsetAndMetadata>> committed() {
    return admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .toCompletionStage();
  }

  /** What is no longer kept needs no reading, whether or not anybody said that he has read it. */
  private static Map<TopicPartition, Long> read(
      Map<TopicPartition, Long> earliest, Map<TopicPartition, OffsetAndMetadata> committed) {
    Map<TopicPartition, Long> read = new HashMap<>(earliest);
    committed.forEach((partition, offset) -> {
      if (offset != null) {
        read.merge(partition, offset.offset(), Math::max);
      }
    });
    return read;
  }

  private synchronized boolean isRead(
      Instant now, Map<TopicPartition, Long> ends, Map<TopicPartition, Long> read) {
    if (!ends.equals(lastEnds) || !read.equals(lastRead)) {
      lastEnds = ends;
      lastRead = read;
      changedAt = now;
    }
    seen.addLast(new Ends(now, ends));
    boolean isRead = true;
    // What is reached stays reached: the last of those that are old enough tells it all.
    while (!seen.isEmpty() && !seen.getFirst().at().plus(READING).isAfter(now)) {
      isRead = seen.removeFirst().areReached(read);
    }
    return isRead || changedAt.plus(STANDSTILL).isBefore(now);
  }
}
