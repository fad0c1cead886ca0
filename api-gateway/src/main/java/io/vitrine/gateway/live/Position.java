package io.vitrine.gateway.live;

import io.vitrine.gateway.live.Topic.Partition;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How far somebody has come in all partitions of both topics. As text it is the id of an event, and
 * means the same to every gateway.
 *
 * @param at when it was so, by a gateway's clock
 * @param next the offsets that come next; a partition that is not among them has not been begun
 */
record Position(Instant at, Map<Partition, Long> next) {
  private static final int RADIX = 36;

  /** Some hundreds of partitions; more than clients and proxies take in a header is not read. */
  private static final int LONGEST = 8192;

  Position {
    next = Map.copyOf(next);
  }

  long next(Partition partition) {
    return next.getOrDefault(partition, 0L);
  }

  Position at(Instant moment) {
    return new Position(moment, next);
  }

  /** As far as both. */
  Position and(Map<Partition, Long> others) {
    Map<Partition, Long> both = new HashMap<>(next);
    others.forEach((partition, offset) -> both.merge(partition, offset, Math::max));
    return new Position(at, both);
  }

  /** Seconds, then the offsets of each topic from partition 0 on; safe in a header and in a URL. */
  String text() {
    StringBuilder text = new StringBuilder(Long.toString(at.getEpochSecond(), RADIX));
    for (Topic topic : Topic.values()) {
      text.append('-').append(text(topic));
    }
    return text.toString();
  }

  private String text(Topic topic) {
    int partitions =
        next.keySet().stream()
            .filter(partition -> partition.topic() == topic)
            .mapToInt(partition -> partition.number() + 1)
            .max()
            .orElse(0);
    return IntStream.range(0, partitions)
        .mapToObj(topic::partition)
        .map(partition -> next.containsKey(partition) ? Long.toString(next(partition), RADIX) : "")
        .collect(Collectors.joining("."));
  }

  /** What {@link #text} wrote; empty if that did not. */
  static Optional<Position> parse(String text) {
    String[] parts = text.split("-", -1);
    if (text.length() > LONGEST || parts.length != 1 + Topic.values().length) {
      return Optional.empty();
    }
    try {
      Map<Partition, Long> next = new HashMap<>();
      int part = 1;
      for (Topic topic : Topic.values()) {
        String[] offsets = parts[part++].split("\\.", -1);
        for (int number = 0; number < offsets.length; number++) {
          if (!offsets[number].isEmpty()) {
            next.put(topic.partition(number), Long.parseLong(offsets[number], RADIX));
          }
        }
      }
      return Optional.of(
          new Position(Instant.ofEpochSecond(Long.parseLong(parts[0], RADIX)), next));
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
