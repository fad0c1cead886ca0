package io.vitrine.gateway.live;

import io.vitrine.events.Topics;
import java.util.Arrays;
import java.util.Optional;

/** The topics that clients are told of. A position names them in this order. */
public enum Topic {
  IMAGES(Topics.IMAGES),
  TASKS(Topics.TASKS);

  private final String title;

  Topic(String title) {
    this.title = title;
  }

  public static Optional<Topic> named(String title) {
    return Arrays.stream(values()).filter(topic -> topic.title.equals(title)).findFirst();
  }

  /** One of its partitions. */
  public record Partition(Topic topic, int number) {}

  public Partition partition(int number) {
    return new Partition(this, number);
  }
}
