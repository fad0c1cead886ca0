package io.vitrine.kafka;

import io.smallrye.reactive.messaging.kafka.KafkaConnector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AclOperation;
import org.eclipse.microprofile.config.Config;

/** What the channels among a service's settings need of Kafka. */
record ChannelRights(List<Topic> topics, List<Group> groups) {
  private static final Pattern CHANNEL =
      Pattern.compile("mp\\.messaging\\.(incoming|outgoing)\\.([^.]+)\\.connector");

  /**
   * A topic that is read or written.
   *
   * @param isVital whether the service is of no use without it
   */
  record Topic(String name, AclOperation operation, boolean isVital) {}

  /** A consumer group that is read in. */
  record Group(String name, boolean isVital) {}

  static ChannelRights of(Config config) {
    List<Topic> topics = new ArrayList<>();
    List<Group> groups = new ArrayList<>();
    for (String name : config.getPropertyNames()) {
      Matcher channel = CHANNEL.matcher(name);
      if (channel.matches()) {
        var settings =
            new Settings(config, name.substring(0, name.length() - "connector".length()));
        if (!settings.isOfKafka()) {
          continue;
        }
        if (channel.group(1).equals("incoming")) {
          addIncoming(topics, groups, settings, channel.group(2));
        } else {
          topics.add(settings.topic(channel.group(2), AclOperation.WRITE));
        }
      }
    }
    return new ChannelRights(List.copyOf(topics), List.copyOf(groups));
  }

  private static void addIncoming(
      List<Topic> topics, List<Group> groups, Settings settings, String channel) {
    settings
        .value("topics")
        .ifPresentOrElse(
            names -> {
              for (String name : names.split(",", -1)) {
                topics.add(new Topic(name.strip(), AclOperation.READ, settings.isVital()));
              }
            },
            () -> topics.add(settings.topic(channel, AclOperation.READ)));
    settings.value("group.id").map(id -> new Group(id, settings.isVital())).ifPresent(groups::add);
    settings
        .value("dead-letter-queue.topic")
        .map(name -> new Topic(name, AclOperation.WRITE, settings.isVital()))
        .ifPresent(topics::add);
  }

  private record Settings(Config config, String prefix) {
    Optional<String> value(String name) {
      return config.getOptionalValue(prefix + name, String.class);
    }

    boolean isOfKafka() {
      return value("connector").equals(Optional.of(KafkaConnector.CONNECTOR_NAME))
          && value("enabled").map(Boolean::parseBoolean).orElse(true);
    }

    /** Unless its health counts for nothing. */
    boolean isVital() {
      return value("health-enabled").map(Boolean::parseBoolean).orElse(true);
    }

    Topic topic(String channel, AclOperation operation) {
      return new Topic(value("topic").orElse(channel), operation, isVital());
    }
  }
}
