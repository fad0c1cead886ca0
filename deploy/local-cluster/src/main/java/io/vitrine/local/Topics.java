package io.vitrine.local;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;

/** The topics of deploy/topics.properties. */
public record Topics(List<Topic> all) {

  public record Topic(String name, int partitions, Map<String, String> settings) {
    public Topic {
      if (partitions < 1) {
        throw new IllegalArgumentException("topic " + name + " needs a partition");
      }
      settings = Map.copyOf(settings);
    }

    private ConfigResource resource() {
      return new ConfigResource(ConfigResource.Type.TOPIC, name);
    }

    /** What has to be set for a topic that has these settings. */
    List<AlterConfigOp> changesOf(Config now) {
      return settings.entrySet().stream()
          .filter(setting -> !setting.getValue().equals(now.get(setting.getKey()).value()))
          .map(setting -> new ConfigEntry(setting.getKey(), setting.getValue()))
          .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
          .toList();
    }
  }

  public Topics {
    all = List.copyOf(all);
  }

  public static Topics read(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file)) {
      return parse(reader);
    }
  }

  static Topics parse(Reader reader) throws IOException {
    var lines = new Properties();
    lines.load(reader);
    var topics = new ArrayList<Topic>();
    for (String name : lines.stringPropertyNames().stream().sorted().toList()) {
      topics.add(topic(name, lines.getProperty(name, "")));
    }
    return new Topics(topics);
  }

  private static Topic topic(String name, String value) {
    String[] words = value.strip().split("\\s+", -1);
    var settings = new LinkedHashMap<String, String>();
    for (int i = 1; i < words.length; i++) {
      String[] setting = words[i].split("=", 2);
      if (setting.length != 2) {
        throw new IllegalArgumentException(
            "topic " + name + ": expected key=value, found '" + words[i] + "'");
      }
      settings.put(setting[0], setting[1]);
    }
    try {
      return new Topic(name, Integer.parseInt(words[0]), settings);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "topic " + name + ": expected a number of partitions, found '" + words[0] + "'", e);
    }
  }

  /**
   * Creates those that are missing, and gives the others the settings that they have here. Settings
   * that are not here, and partitions, stay as they are.
   */
  public void furnish(Admin admin) throws InterruptedException {
    try {
      Set<String> existing = admin.listTopics().names().get();
      List<NewTopic> missing =
          all.stream()
              .filter(topic -> !existing.contains(topic.name()))
              .map(topic ->
                  new NewTopic(topic.name(), topic.partitions(), (short) 1)
                      .configs(topic.settings()))
              .toList();
      admin.createTopics(missing).all().get();
      change(admin, all.stream().filter(topic -> existing.contains(topic.name())).toList());
    } catch (ExecutionException e) {
      throw new ClusterException("cannot furnish the topics: " + e.getCause(), e);
    }
  }

  private static void change(Admin admin, List<Topic> topics)
      throws ExecutionException, InterruptedException {
    Map<ConfigResource, Config> settings =
        admin.describeConfigs(topics.stream().map(Topic::resource).toList()).all().get();
    var changes = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
    for (Topic topic : topics) {
      Config now = Objects.requireNonNull(settings.get(topic.resource()));
      List<AlterConfigOp> other = topic.changesOf(now);
      if (!other.isEmpty()) {
        changes.put(topic.resource(), other);
      }
    }
    admin.incrementalAlterConfigs(changes).all().get();
  }
}
